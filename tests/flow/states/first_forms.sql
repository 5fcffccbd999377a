BEGIN TRANSACTION;
CREATE TABLE isogloss_answer (
	seq INTEGER NOT NULL, 
	intent INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (seq), 
	FOREIGN KEY(intent) REFERENCES isogloss_intent (seq)
);
CREATE TABLE isogloss_asset (
	seq INTEGER NOT NULL, 
	mapping TEXT NOT NULL, 
	side TEXT NOT NULL, 
	identity TEXT NOT NULL, 
	remote TEXT NOT NULL, 
	identity_digest TEXT NOT NULL, 
	remote_digest TEXT NOT NULL, 
	PRIMARY KEY (seq), 
	CONSTRAINT isogloss_asset_pair UNIQUE (mapping, side, identity_digest, remote_digest)
);
CREATE TABLE isogloss_awaited (
	mapping TEXT NOT NULL, 
	side TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	locale TEXT NOT NULL, 
	field TEXT NOT NULL, 
	identities TEXT NOT NULL, 
	PRIMARY KEY (mapping, side, kind, name, locale, field)
);
CREATE TABLE isogloss_base (
	mapping TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	cells TEXT NOT NULL, 
	PRIMARY KEY (mapping, kind, name)
);
INSERT INTO "isogloss_base" VALUES('pair','article','one','{"*":{"$slug":["d4b9a14ec741ca9a9b3e996ac2048c4c","d4b9a14ec741ca9a9b3e996ac2048c4c"]},"en":{"$status":["314c4d3a213d32deb93a4537ad1ea347","314c4d3a213d32deb93a4537ad1ea347"],"body":["ae49c41713ed979be436b5bcf58e1455","ae49c41713ed979be436b5bcf58e1455"],"title":["bc46de35ddfd062814a6e5c09f77e28e","bc46de35ddfd062814a6e5c09f77e28e"]}}');
INSERT INTO "isogloss_base" VALUES('pair','article','three','{"*":{"$slug":["b93aa99fe19d9d88ca4eb3f0d796c8ab","b93aa99fe19d9d88ca4eb3f0d796c8ab"]},"en":{"$status":["314c4d3a213d32deb93a4537ad1ea347","314c4d3a213d32deb93a4537ad1ea347"],"body":["40e2d87505d0f42be8b888495fd8cba4","40e2d87505d0f42be8b888495fd8cba4"],"title":["19df8551f825e17cefd7e5d99f34bdf2","19df8551f825e17cefd7e5d99f34bdf2"]}}');
INSERT INTO "isogloss_base" VALUES('pair','article','two','{"*":{"$slug":["ec12b45b9cf43d9cb03c4062b99f5cf4","ec12b45b9cf43d9cb03c4062b99f5cf4"]},"en":{"$status":["314c4d3a213d32deb93a4537ad1ea347","314c4d3a213d32deb93a4537ad1ea347"],"body":["34e0545a1b500280cb6cdc78166f712c","34e0545a1b500280cb6cdc78166f712c"],"title":["5e10ddcbd248e0df938e0f105499e1dc","5e10ddcbd248e0df938e0f105499e1dc"]}}');
CREATE TABLE isogloss_body (
	mapping TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	body BLOB NOT NULL, 
	PRIMARY KEY (mapping, digest)
);
INSERT INTO "isogloss_body" VALUES('pair','ae49c41713ed979be436b5bcf58e1455',X'789CB329B07BB663968D7E811D001879043C');
INSERT INTO "isogloss_body" VALUES('pair','40e2d87505d0f42be8b888495fd8cba4',X'789CB329B02BC849CCCCB3D12FB003001B460418');
INSERT INTO "isogloss_body" VALUES('pair','34e0545a1b500280cb6cdc78166f712c',X'789CB329B07BB6639642625E8A4D799A6E727E6E417E5E6A5E89029CA59B9962AB946CA8A490925892A85B0EE6961B2AD981941714E51728E425E6A6DA2A5528D955DAE843C5ECC02CB81176896925A94536FA40F1023BBCD61829A16B05E90200EF0739D0');
CREATE TABLE isogloss_held (
	mapping TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	run TEXT NOT NULL, 
	held TEXT NOT NULL, 
	PRIMARY KEY (mapping, place)
);
CREATE TABLE isogloss_identity (
	mapping TEXT NOT NULL, 
	side TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	remote TEXT NOT NULL, 
	PRIMARY KEY (mapping, side, kind, name), 
	CONSTRAINT isogloss_identity_remote UNIQUE (mapping, side, kind, remote)
);
INSERT INTO "isogloss_identity" VALUES('pair','left','article','one','l0');
INSERT INTO "isogloss_identity" VALUES('pair','left','article','three','l2');
INSERT INTO "isogloss_identity" VALUES('pair','left','article','two','l1');
INSERT INTO "isogloss_identity" VALUES('pair','right','article','one','m0001');
INSERT INTO "isogloss_identity" VALUES('pair','right','article','three','m0002');
INSERT INTO "isogloss_identity" VALUES('pair','right','article','two','m0003');
CREATE TABLE isogloss_image (
	seq INTEGER NOT NULL, 
	run TEXT NOT NULL, 
	op TEXT NOT NULL, 
	side TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	locale TEXT NOT NULL, 
	field TEXT NOT NULL, 
	"before" TEXT NOT NULL, 
	PRIMARY KEY (seq), 
	CONSTRAINT isogloss_image_cell UNIQUE (run, op, kind, name, locale, field), 
	FOREIGN KEY(run) REFERENCES isogloss_run (id)
);
CREATE TABLE isogloss_intent (
	seq INTEGER NOT NULL, 
	run TEXT NOT NULL, 
	call TEXT NOT NULL, 
	ops TEXT NOT NULL, 
	creates TEXT NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (seq), 
	FOREIGN KEY(run) REFERENCES isogloss_run (id)
);
CREATE TABLE isogloss_lease (
	mapping TEXT NOT NULL, 
	id TEXT NOT NULL, 
	owner TEXT NOT NULL, 
	host TEXT NOT NULL, 
	pid INTEGER NOT NULL, 
	acquired DOUBLE NOT NULL, 
	expires DOUBLE NOT NULL, 
	PRIMARY KEY (mapping)
);
CREATE TABLE isogloss_meta (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "isogloss_meta" VALUES('canon','1');
CREATE TABLE isogloss_outcome (
	seq INTEGER NOT NULL, 
	run TEXT NOT NULL, 
	op TEXT NOT NULL, 
	outcome TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	at TEXT NOT NULL, 
	PRIMARY KEY (seq), 
	FOREIGN KEY(run) REFERENCES isogloss_run (id)
);
CREATE TABLE isogloss_run (
	seq INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	mapping TEXT NOT NULL, 
	plan_digest TEXT NOT NULL, 
	plan_path TEXT NOT NULL, 
	mapping_digest TEXT NOT NULL, 
	command TEXT NOT NULL, 
	ops_total INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	started TEXT NOT NULL, 
	ended TEXT, 
	summary TEXT, 
	PRIMARY KEY (seq), 
	CONSTRAINT isogloss_run_id UNIQUE (id)
);
INSERT INTO "isogloss_run" VALUES(1,'20261101-000000-6d79','pair','6d792f04632c275e46e1aa4bf2c99c9a','sync-0.jsonl','pair','sync',6,'finished','2026-11-01T00:00:00+00:00','2026-11-01T00:00:00+00:00','{"counts":{"confirmed":6},"held":0}');
INSERT INTO "isogloss_run" VALUES(2,'20261101-000000-277e','pair','277e6fc51ccc577eebcbc034389d047e','sync-1.jsonl','pair','sync',0,'finished','2026-11-01T00:00:00+00:00','2026-11-01T00:00:00+00:00','{"counts":{},"held":0}');
CREATE TABLE isogloss_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT isogloss_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "isogloss_version" VALUES('0001');
CREATE INDEX isogloss_asset_remote ON isogloss_asset (mapping, side, remote_digest);
CREATE INDEX isogloss_run_plan ON isogloss_run (mapping, plan_digest);
CREATE INDEX ix_isogloss_intent_run ON isogloss_intent (run);
CREATE INDEX ix_isogloss_answer_intent ON isogloss_answer (intent);
CREATE INDEX ix_isogloss_outcome_run ON isogloss_outcome (run);
CREATE INDEX ix_isogloss_image_run ON isogloss_image (run);
COMMIT;
