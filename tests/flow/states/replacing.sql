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
INSERT INTO "isogloss_answer" VALUES(1,1,'answered','{"refused":[],"remotes":[["article","pot","m0001"]]}','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_answer" VALUES(2,2,'answered','{"refused":[],"remotes":[["article","cup","m0002"]]}','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_answer" VALUES(3,3,'answered','{"refused":[],"remotes":[]}','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_answer" VALUES(4,4,'answered','{"refused":[],"remotes":[]}','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_answer" VALUES(5,5,'answered','{"refused":[],"remotes":[["article","tea","m0003"]]}','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_answer" VALUES(6,6,'answered','{"refused":[],"remotes":[]}','2026-11-01T00:00:00+00:00');
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
INSERT INTO "isogloss_base" VALUES('pair','article','pot','{"*":{"$slug":["dce112eb50512d06c0053f2c775a0109","dce112eb50512d06c0053f2c775a0109"]},"en":{"$status":["314c4d3a213d32deb93a4537ad1ea347","314c4d3a213d32deb93a4537ad1ea347"],"title":["f3511c06c21f3cd71820ca2953c78e48","f3511c06c21f3cd71820ca2953c78e48"]}}');
INSERT INTO "isogloss_base" VALUES('pair','article','cup','{"*":{"$slug":["919a873fff068081e8362caba7259e4d","919a873fff068081e8362caba7259e4d"]},"en":{"$status":["314c4d3a213d32deb93a4537ad1ea347","314c4d3a213d32deb93a4537ad1ea347"],"related":["5982aae021a14fea27b16c09c5fa3041","5982aae021a14fea27b16c09c5fa3041"],"title":["3499e34ddc5c44748c69668222b26995","3499e34ddc5c44748c69668222b26995"]},"fr":{"$status":["314c4d3a213d32deb93a4537ad1ea347","314c4d3a213d32deb93a4537ad1ea347"],"related":["c81a13267bdaa6bb23076fd008eac229","c81a13267bdaa6bb23076fd008eac229"],"title":["3499e34ddc5c44748c69668222b26995","3499e34ddc5c44748c69668222b26995"]}}');
INSERT INTO "isogloss_base" VALUES('pair','article','tea (was r1)','{"*":{"$slug":[null,"d69364ecba226fd5d6bd852ccbf5ce9b"]},"en":{"$status":[null,"314c4d3a213d32deb93a4537ad1ea347"],"body":[null,"831fe2e5b0f1cb7721fa8d43ca58c136"],"title":[null,"fd53ab1daf9f8ad59bc5f9be413a35e8"]},"fr":{"$status":[null,"314c4d3a213d32deb93a4537ad1ea347"],"body":[null,"831fe2e5b0f1cb7721fa8d43ca58c136"],"title":[null,"fd53ab1daf9f8ad59bc5f9be413a35e8"]}}');
INSERT INTO "isogloss_base" VALUES('pair','article','tea','{"*":{"$slug":["25cb411b709f240195d76b95cd31d248","25cb411b709f240195d76b95cd31d248"]},"en":{"$status":["55a1507da31888612b099747c10ed5e4","55a1507da31888612b099747c10ed5e4"],"body":["452c70bfb5189e8fe7e3b1b1f67daa51","831fe2e5b0f1cb7721fa8d43ca58c136"],"title":["4f12acd59751c59fde5fa9698a2f182b","4f12acd59751c59fde5fa9698a2f182b"]},"fr":{"$status":["55a1507da31888612b099747c10ed5e4","55a1507da31888612b099747c10ed5e4"],"body":["452c70bfb5189e8fe7e3b1b1f67daa51","831fe2e5b0f1cb7721fa8d43ca58c136"],"title":["fd53ab1daf9f8ad59bc5f9be413a35e8","fd53ab1daf9f8ad59bc5f9be413a35e8"]}}');
CREATE TABLE isogloss_body (
	mapping TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	body BLOB NOT NULL, 
	PRIMARY KEY (mapping, digest)
);
INSERT INTO "isogloss_body" VALUES('pair','seen:452c70bfb5189e8fe7e3b1b1f67daa51',X'3833316665326535623066316362373732316661386434336361353863313336');
CREATE TABLE isogloss_confirmed (
	mapping TEXT NOT NULL, 
	side TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	variants TEXT NOT NULL, 
	PRIMARY KEY (mapping, side, kind, name)
);
CREATE TABLE isogloss_held (
	mapping TEXT NOT NULL, 
	place INTEGER NOT NULL, 
	run TEXT NOT NULL, 
	held TEXT NOT NULL, 
	PRIMARY KEY (mapping, place)
);
INSERT INTO "isogloss_held" VALUES('pair',0,'20261101-000000-5ff1','{"detail":"","entry":["article","pot"],"field":"title","label":"Big pot","left":{"text":"Big pot"},"locale":"en","reason":"both sides changed","record":"conflict","right":{"text":"Small pot"}}');
CREATE TABLE isogloss_identity (
	mapping TEXT NOT NULL, 
	side TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	remote TEXT NOT NULL, 
	PRIMARY KEY (mapping, side, kind, name), 
	CONSTRAINT isogloss_identity_remote UNIQUE (mapping, side, kind, remote)
);
INSERT INTO "isogloss_identity" VALUES('pair','left','article','cup','l3');
INSERT INTO "isogloss_identity" VALUES('pair','left','article','pot','l2');
INSERT INTO "isogloss_identity" VALUES('pair','left','article','tea','l1');
INSERT INTO "isogloss_identity" VALUES('pair','right','article','pot','m0001');
INSERT INTO "isogloss_identity" VALUES('pair','right','article','cup','m0002');
INSERT INTO "isogloss_identity" VALUES('pair','right','article','tea (was r1)','r1');
INSERT INTO "isogloss_identity" VALUES('pair','right','article','tea','m0003');
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
INSERT INTO "isogloss_image" VALUES(1,'20261101-000000-65e5','85bc2db5032a1875b49dba9f379abce9','right','article','pot','en','$status','null');
INSERT INTO "isogloss_image" VALUES(2,'20261101-000000-65e5','2371d017422b202dd7f128d9aba6b02f','right','article','cup','en','$status','null');
INSERT INTO "isogloss_image" VALUES(3,'20261101-000000-65e5','2371d017422b202dd7f128d9aba6b02f','right','article','cup','fr','$status','null');
INSERT INTO "isogloss_image" VALUES(4,'20261101-000000-65e5','119de7e14e800a3ceafad24ea0907151','right','article','pot','en','$status','{"option":"draft"}');
INSERT INTO "isogloss_image" VALUES(5,'20261101-000000-65e5','ea877db011910f1d6226ea61dabfef4b','right','article','cup','en','$status','{"option":"draft"}');
INSERT INTO "isogloss_image" VALUES(6,'20261101-000000-65e5','ea877db011910f1d6226ea61dabfef4b','right','article','cup','fr','$status','{"option":"draft"}');
INSERT INTO "isogloss_image" VALUES(7,'20261101-000000-eb24','5d303f97cd7d8677b36ea4ccaad090c5','right','article','tea','en','$status','null');
INSERT INTO "isogloss_image" VALUES(8,'20261101-000000-eb24','5d303f97cd7d8677b36ea4ccaad090c5','right','article','tea','fr','$status','null');
INSERT INTO "isogloss_image" VALUES(9,'20261101-000000-eb24','5c8276350485d0493431ffe81990c03c','right','article','tea','en','$status','{"option":"draft"}');
INSERT INTO "isogloss_image" VALUES(10,'20261101-000000-eb24','5c8276350485d0493431ffe81990c03c','right','article','tea','fr','$status','{"option":"draft"}');
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
INSERT INTO "isogloss_intent" VALUES(1,'20261101-000000-65e5','CREATE /memory','[["85bc2db5032a1875b49dba9f379abce9","right","create","article","pot"]]','[["article","pot"]]','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_intent" VALUES(2,'20261101-000000-65e5','CREATE /memory','[["2371d017422b202dd7f128d9aba6b02f","right","create","article","cup"]]','[["article","cup"]]','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_intent" VALUES(3,'20261101-000000-65e5','PUBLISH /memory','[["119de7e14e800a3ceafad24ea0907151","right","publish","article","pot"]]','[]','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_intent" VALUES(4,'20261101-000000-65e5','PUBLISH /memory','[["ea877db011910f1d6226ea61dabfef4b","right","publish","article","cup"]]','[]','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_intent" VALUES(5,'20261101-000000-eb24','CREATE /memory','[["5d303f97cd7d8677b36ea4ccaad090c5","right","create","article","tea"]]','[["article","tea"]]','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_intent" VALUES(6,'20261101-000000-eb24','PUBLISH /memory','[["5c8276350485d0493431ffe81990c03c","right","publish","article","tea"]]','[]','2026-11-01T00:00:00+00:00');
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
INSERT INTO "isogloss_lease" VALUES('pair','','ada','host',1,1793491200.0,0.0);
CREATE TABLE isogloss_meta (
	name TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "isogloss_meta" VALUES('canon','2');
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
INSERT INTO "isogloss_outcome" VALUES(1,'20261101-000000-65e5','85bc2db5032a1875b49dba9f379abce9','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(2,'20261101-000000-65e5','2371d017422b202dd7f128d9aba6b02f','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(3,'20261101-000000-65e5','119de7e14e800a3ceafad24ea0907151','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(4,'20261101-000000-65e5','ea877db011910f1d6226ea61dabfef4b','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(5,'20261101-000000-eb24','5d303f97cd7d8677b36ea4ccaad090c5','confirmed','','2026-11-01T00:00:00+00:00');
CREATE TABLE isogloss_owner (
	mapping TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	part TEXT NOT NULL, 
	side TEXT NOT NULL, 
	PRIMARY KEY (mapping, kind, name, part)
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
INSERT INTO "isogloss_run" VALUES(1,'20261101-000000-65e5','pair','65e5dbcf8fb7cba0e5f005a922212e6d','@FOLDER@/sync-0.jsonl','pair','sync',4,'finished','2026-11-01T00:00:00+00:00','2026-11-01T00:00:00+00:00','{"counts":{"confirmed":4},"held":0}');
INSERT INTO "isogloss_run" VALUES(2,'20261101-000000-5ff1','pair','5ff16178ee0bdf13ba26ac23f16a9cce','@FOLDER@/sync-1.jsonl','pair','sync',0,'finished','2026-11-01T00:00:00+00:00','2026-11-01T00:00:00+00:00','{"counts":{},"held":1}');
INSERT INTO "isogloss_run" VALUES(3,'20261101-000000-eb24','pair','eb249042c80e2e16151fcb30021f8f95','@FOLDER@/plan-2.jsonl','pair','apply',4,'interrupted','2026-11-01T00:00:00+00:00','2026-11-01T00:00:00+00:00','{"counts":{"confirmed":1}}');
CREATE TABLE isogloss_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT isogloss_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "isogloss_version" VALUES('0003');
CREATE INDEX isogloss_asset_remote ON isogloss_asset (mapping, side, remote_digest);
CREATE INDEX isogloss_run_plan ON isogloss_run (mapping, plan_digest);
CREATE INDEX ix_isogloss_intent_run ON isogloss_intent (run);
CREATE INDEX ix_isogloss_answer_intent ON isogloss_answer (intent);
CREATE INDEX ix_isogloss_outcome_run ON isogloss_outcome (run);
CREATE INDEX ix_isogloss_image_run ON isogloss_image (run);
COMMIT;
