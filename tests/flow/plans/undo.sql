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
INSERT INTO "isogloss_answer" VALUES(1,1,'answered','{"refused":[],"remotes":[["author","ann","m0001"]]}','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_answer" VALUES(2,2,'answered','{"refused":[],"remotes":[["article","post-0","m0002"],["article","post-1","m0003"],["article","post-2","m0004"],["article","post-3","m0005"],["article","post-4","m0006"]]}','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_answer" VALUES(3,3,'answered','{"refused":[],"remotes":[]}','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_answer" VALUES(4,4,'answered','{"refused":[],"remotes":[]}','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_answer" VALUES(5,5,'answered','{"refused":[],"remotes":[]}','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_answer" VALUES(6,6,'answered','{"refused":[],"remotes":[["article","made","m0007"]]}','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_answer" VALUES(7,7,'answered','{"refused":[],"remotes":[]}','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_answer" VALUES(8,8,'answered','{"refused":[],"remotes":[]}','2026-11-01T00:00:00+00:00');
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
INSERT INTO "isogloss_base" VALUES('pair','author','ann','{"*":{"$slug":["dd8a6f0849921ff346570ba178d06ec3","dd8a6f0849921ff346570ba178d06ec3"]},"en":{"$status":["314c4d3a213d32deb93a4537ad1ea347","314c4d3a213d32deb93a4537ad1ea347"],"name":["82bb146fc72baf1b9e476f5866769c9f","82bb146fc72baf1b9e476f5866769c9f"]}}');
INSERT INTO "isogloss_base" VALUES('pair','article','post-0','{"*":{"$slug":["18e94b18d96a99878eaef78cafe1b3d7","18e94b18d96a99878eaef78cafe1b3d7"]},"en":{"$status":["314c4d3a213d32deb93a4537ad1ea347","314c4d3a213d32deb93a4537ad1ea347"],"author":["33ebae1220f3b409322ad508e2324280","33ebae1220f3b409322ad508e2324280"],"body":["afb13aac1c24309f21c828930968ded1","afb13aac1c24309f21c828930968ded1"],"related":["3a9796adedf59b84d49ebaac6734b49d","3a9796adedf59b84d49ebaac6734b49d"],"title":["61a6d4d6205613e1f6465660d8aca8e0","61a6d4d6205613e1f6465660d8aca8e0"]},"fr":{"$status":["55a1507da31888612b099747c10ed5e4","55a1507da31888612b099747c10ed5e4"],"body":["be29955e7a7a269b4e0d0a960b62d227","be29955e7a7a269b4e0d0a960b62d227"],"title":["bc30f20829602316787ccbcd3d72a646","bc30f20829602316787ccbcd3d72a646"]}}');
INSERT INTO "isogloss_base" VALUES('pair','article','post-1','{"*":{"$slug":["cea210ea01116914798af80307e12bae","cea210ea01116914798af80307e12bae"]},"en":{"$status":["314c4d3a213d32deb93a4537ad1ea347","314c4d3a213d32deb93a4537ad1ea347"],"author":["33ebae1220f3b409322ad508e2324280","33ebae1220f3b409322ad508e2324280"],"body":["38445d5797f2e26fca9f4c5ba8992c8f","38445d5797f2e26fca9f4c5ba8992c8f"],"related":["8477bafb338b68768c01335e23dc6438","8477bafb338b68768c01335e23dc6438"],"title":["5abee396800c130909045d23387a1330","5abee396800c130909045d23387a1330"]},"fr":{"$status":["55a1507da31888612b099747c10ed5e4","55a1507da31888612b099747c10ed5e4"],"body":["56d23cda611c2bd79bb3440df9e56359","56d23cda611c2bd79bb3440df9e56359"],"title":["5cb62e311d4b5fdd29d4e52645df7a7f","5cb62e311d4b5fdd29d4e52645df7a7f"]}}');
INSERT INTO "isogloss_base" VALUES('pair','article','post-2','{"*":{"$slug":["29d57211419211f7b096a80db45c6d3f","29d57211419211f7b096a80db45c6d3f"]},"en":{"$status":["314c4d3a213d32deb93a4537ad1ea347","314c4d3a213d32deb93a4537ad1ea347"],"author":["33ebae1220f3b409322ad508e2324280","33ebae1220f3b409322ad508e2324280"],"body":["85fd369dea22d9b263bd3552a33700a9","85fd369dea22d9b263bd3552a33700a9"],"related":["cf1f31130116d9e24308b02813862623","cf1f31130116d9e24308b02813862623"],"title":["5e6064c2cdf5cff1c54c387627cb1ee6","5e6064c2cdf5cff1c54c387627cb1ee6"]},"fr":{"$status":["55a1507da31888612b099747c10ed5e4","55a1507da31888612b099747c10ed5e4"],"body":["adabb388d8a1f2bad21fef7ecc9fa03f","adabb388d8a1f2bad21fef7ecc9fa03f"],"title":["3e13042a14792f990bc94619371bea61","3e13042a14792f990bc94619371bea61"]}}');
INSERT INTO "isogloss_base" VALUES('pair','article','post-3','{"*":{"$slug":["5710685271348640fc82308f07c2cc37","5710685271348640fc82308f07c2cc37"]},"en":{"$status":["314c4d3a213d32deb93a4537ad1ea347","314c4d3a213d32deb93a4537ad1ea347"],"author":["33ebae1220f3b409322ad508e2324280","33ebae1220f3b409322ad508e2324280"],"body":["fdfb2ba5ecd17d87d309e72e12fec439","fdfb2ba5ecd17d87d309e72e12fec439"],"related":["9d6131aa9594cd2bd5e12a2327431d35","9d6131aa9594cd2bd5e12a2327431d35"],"title":["68d2c509d04f1679a1b484eed0e853df","68d2c509d04f1679a1b484eed0e853df"]},"fr":{"$status":["55a1507da31888612b099747c10ed5e4","55a1507da31888612b099747c10ed5e4"],"body":["80cb562d52c859d8aa62e6d911a73b28","80cb562d52c859d8aa62e6d911a73b28"],"title":["9dc200f6268323172245ecf748887df7","9dc200f6268323172245ecf748887df7"]}}');
INSERT INTO "isogloss_base" VALUES('pair','article','post-4','{"*":{"$slug":["efc90af5f7b802f41a6cc83a65419020","efc90af5f7b802f41a6cc83a65419020"]},"en":{"$status":["314c4d3a213d32deb93a4537ad1ea347","314c4d3a213d32deb93a4537ad1ea347"],"author":["33ebae1220f3b409322ad508e2324280","33ebae1220f3b409322ad508e2324280"],"body":["91beb29963e2a3eb1476b75e80bdd560","91beb29963e2a3eb1476b75e80bdd560"],"related":["bf2d35c2319547b3df0d4578bb0992ff","bf2d35c2319547b3df0d4578bb0992ff"],"title":["682a711ed25752b797cd63007b068dde","682a711ed25752b797cd63007b068dde"]},"fr":{"$status":["55a1507da31888612b099747c10ed5e4","55a1507da31888612b099747c10ed5e4"],"body":["282d95f40e47fdabcf61580e96870933","282d95f40e47fdabcf61580e96870933"],"title":["10926009b546ca4b433e531eca7c5797","10926009b546ca4b433e531eca7c5797"]}}');
INSERT INTO "isogloss_base" VALUES('pair','article','made','{"*":{"$slug":["ed545ed167a232c57b6a5e33c0971bac","ed545ed167a232c57b6a5e33c0971bac"]},"en":{"$status":["314c4d3a213d32deb93a4537ad1ea347","314c4d3a213d32deb93a4537ad1ea347"],"body":["df0e02b7dcb769292e03060ca2fac80c","df0e02b7dcb769292e03060ca2fac80c"],"title":["99dcd9edcd95458c51e4c1263eb8c90a","99dcd9edcd95458c51e4c1263eb8c90a"]}}');
CREATE TABLE isogloss_body (
	mapping TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	body BLOB NOT NULL, 
	PRIMARY KEY (mapping, digest)
);
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
CREATE TABLE isogloss_identity (
	mapping TEXT NOT NULL, 
	side TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	name TEXT NOT NULL, 
	remote TEXT NOT NULL, 
	PRIMARY KEY (mapping, side, kind, name), 
	CONSTRAINT isogloss_identity_remote UNIQUE (mapping, side, kind, remote)
);
INSERT INTO "isogloss_identity" VALUES('pair','left','article','post-0','p0');
INSERT INTO "isogloss_identity" VALUES('pair','left','article','post-1','p1');
INSERT INTO "isogloss_identity" VALUES('pair','left','article','post-2','p2');
INSERT INTO "isogloss_identity" VALUES('pair','left','article','post-3','p3');
INSERT INTO "isogloss_identity" VALUES('pair','left','article','post-4','p4');
INSERT INTO "isogloss_identity" VALUES('pair','left','author','ann','a1');
INSERT INTO "isogloss_identity" VALUES('pair','right','author','ann','m0001');
INSERT INTO "isogloss_identity" VALUES('pair','right','article','post-0','m0002');
INSERT INTO "isogloss_identity" VALUES('pair','right','article','post-1','m0003');
INSERT INTO "isogloss_identity" VALUES('pair','right','article','post-2','m0004');
INSERT INTO "isogloss_identity" VALUES('pair','right','article','post-3','m0005');
INSERT INTO "isogloss_identity" VALUES('pair','right','article','post-4','m0006');
INSERT INTO "isogloss_identity" VALUES('pair','left','article','made','p9');
INSERT INTO "isogloss_identity" VALUES('pair','right','article','made','m0007');
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
INSERT INTO "isogloss_image" VALUES(1,'20261101-000000-98bf','3c5359edf87a0c3b9768f44ac59e93fb','right','author','ann','en','$status','null');
INSERT INTO "isogloss_image" VALUES(2,'20261101-000000-98bf','959de885635eaaffe4ca7a5a639b0498','right','article','post-0','en','$status','null');
INSERT INTO "isogloss_image" VALUES(3,'20261101-000000-98bf','959de885635eaaffe4ca7a5a639b0498','right','article','post-0','fr','$status','null');
INSERT INTO "isogloss_image" VALUES(4,'20261101-000000-98bf','ad34e383f35d1f8eaec00308e3f7f0c5','right','article','post-1','en','$status','null');
INSERT INTO "isogloss_image" VALUES(5,'20261101-000000-98bf','ad34e383f35d1f8eaec00308e3f7f0c5','right','article','post-1','fr','$status','null');
INSERT INTO "isogloss_image" VALUES(6,'20261101-000000-98bf','c2d3682ac07a46f439ce1ba9ff19d4d2','right','article','post-2','en','$status','null');
INSERT INTO "isogloss_image" VALUES(7,'20261101-000000-98bf','c2d3682ac07a46f439ce1ba9ff19d4d2','right','article','post-2','fr','$status','null');
INSERT INTO "isogloss_image" VALUES(8,'20261101-000000-98bf','904f81d221351bd7690b42e1ea641194','right','article','post-3','en','$status','null');
INSERT INTO "isogloss_image" VALUES(9,'20261101-000000-98bf','904f81d221351bd7690b42e1ea641194','right','article','post-3','fr','$status','null');
INSERT INTO "isogloss_image" VALUES(10,'20261101-000000-98bf','54ccf265ad125366b2ada75380dc10b9','right','article','post-4','en','$status','null');
INSERT INTO "isogloss_image" VALUES(11,'20261101-000000-98bf','54ccf265ad125366b2ada75380dc10b9','right','article','post-4','fr','$status','null');
INSERT INTO "isogloss_image" VALUES(12,'20261101-000000-98bf','af3cf0b18158ca209f867f2bc08be4af','right','article','post-0','en','related','null');
INSERT INTO "isogloss_image" VALUES(13,'20261101-000000-98bf','d04b94921f185d22c3bbcd1bb133b974','right','article','post-1','en','related','null');
INSERT INTO "isogloss_image" VALUES(14,'20261101-000000-98bf','47161ecfd1572541c73e3d290ef64f5c','right','article','post-2','en','related','null');
INSERT INTO "isogloss_image" VALUES(15,'20261101-000000-98bf','4da55981f7e16baf0c5bebd008661132','right','article','post-3','en','related','null');
INSERT INTO "isogloss_image" VALUES(16,'20261101-000000-98bf','57065aae3ef8878db8fa7acc89ae6676','right','article','post-4','en','related','null');
INSERT INTO "isogloss_image" VALUES(17,'20261101-000000-98bf','0508c076750814c49d0c129e40ab53c5','right','author','ann','en','$status','{"option":"draft"}');
INSERT INTO "isogloss_image" VALUES(18,'20261101-000000-98bf','e485bb32f53d7fe4a054128123dce867','right','article','post-0','en','$status','{"option":"draft"}');
INSERT INTO "isogloss_image" VALUES(19,'20261101-000000-98bf','812025a64fe23dca08c18de175e66e0e','right','article','post-1','en','$status','{"option":"draft"}');
INSERT INTO "isogloss_image" VALUES(20,'20261101-000000-98bf','70b6823cf51a4447426f2e2f37bf6438','right','article','post-2','en','$status','{"option":"draft"}');
INSERT INTO "isogloss_image" VALUES(21,'20261101-000000-98bf','1061731887eacb4b1575ad1bbcda1408','right','article','post-3','en','$status','{"option":"draft"}');
INSERT INTO "isogloss_image" VALUES(22,'20261101-000000-98bf','6477f6aad976bacce6ca2efc18b38785','right','article','post-4','en','$status','{"option":"draft"}');
INSERT INTO "isogloss_image" VALUES(23,'20261101-000000-c74e','436e5262f157e38480aa8a387c279e87','right','article','made','en','$status','null');
INSERT INTO "isogloss_image" VALUES(24,'20261101-000000-c74e','d366fa5345d73467bd351a77ac7ab9a3','right','article','post-0','en','title','{"text":"T0"}');
INSERT INTO "isogloss_image" VALUES(25,'20261101-000000-c74e','01c8bdb9caa304c493147c419cd24c9f','right','article','post-1','fr','title','{"text":"F1"}');
INSERT INTO "isogloss_image" VALUES(26,'20261101-000000-c74e','4347ed76899667ba186c3e094d51090a','right','article','made','en','$status','{"option":"draft"}');
INSERT INTO "isogloss_image" VALUES(27,'20261101-000000-c74e','de8b03e2505671f9e8716ec8332b97d1','right','article','post-0','en','$status','{"option":"published"}');
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
INSERT INTO "isogloss_intent" VALUES(1,'20261101-000000-98bf','CREATE /memory','[["3c5359edf87a0c3b9768f44ac59e93fb","right","create","author","ann"]]','[["author","ann"]]','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_intent" VALUES(2,'20261101-000000-98bf','CREATE /memory','[["959de885635eaaffe4ca7a5a639b0498","right","create","article","post-0"],["ad34e383f35d1f8eaec00308e3f7f0c5","right","create","article","post-1"],["c2d3682ac07a46f439ce1ba9ff19d4d2","right","create","article","post-2"],["904f81d221351bd7690b42e1ea641194","right","create","article","post-3"],["54ccf265ad125366b2ada75380dc10b9","right","create","article","post-4"]]','[["article","post-0"],["article","post-1"],["article","post-2"],["article","post-3"],["article","post-4"]]','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_intent" VALUES(3,'20261101-000000-98bf','LINK /memory','[["af3cf0b18158ca209f867f2bc08be4af","right","link","article","post-0"],["d04b94921f185d22c3bbcd1bb133b974","right","link","article","post-1"],["47161ecfd1572541c73e3d290ef64f5c","right","link","article","post-2"],["4da55981f7e16baf0c5bebd008661132","right","link","article","post-3"],["57065aae3ef8878db8fa7acc89ae6676","right","link","article","post-4"]]','[]','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_intent" VALUES(4,'20261101-000000-98bf','PUBLISH /memory','[["0508c076750814c49d0c129e40ab53c5","right","publish","author","ann"]]','[]','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_intent" VALUES(5,'20261101-000000-98bf','PUBLISH /memory','[["e485bb32f53d7fe4a054128123dce867","right","publish","article","post-0"],["812025a64fe23dca08c18de175e66e0e","right","publish","article","post-1"],["70b6823cf51a4447426f2e2f37bf6438","right","publish","article","post-2"],["1061731887eacb4b1575ad1bbcda1408","right","publish","article","post-3"],["6477f6aad976bacce6ca2efc18b38785","right","publish","article","post-4"]]','[]','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_intent" VALUES(6,'20261101-000000-c74e','CREATE /memory','[["436e5262f157e38480aa8a387c279e87","right","create","article","made"]]','[["article","made"]]','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_intent" VALUES(7,'20261101-000000-c74e','UPDATE /memory','[["d366fa5345d73467bd351a77ac7ab9a3","right","update","article","post-0"],["01c8bdb9caa304c493147c419cd24c9f","right","update","article","post-1"]]','[]','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_intent" VALUES(8,'20261101-000000-c74e','PUBLISH /memory','[["4347ed76899667ba186c3e094d51090a","right","publish","article","made"],["de8b03e2505671f9e8716ec8332b97d1","right","publish","article","post-0"]]','[]','2026-11-01T00:00:00+00:00');
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
INSERT INTO "isogloss_lease" VALUES('pair','','','',0,1793491200.0,0.0);
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
INSERT INTO "isogloss_outcome" VALUES(1,'20261101-000000-98bf','3c5359edf87a0c3b9768f44ac59e93fb','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(2,'20261101-000000-98bf','959de885635eaaffe4ca7a5a639b0498','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(3,'20261101-000000-98bf','ad34e383f35d1f8eaec00308e3f7f0c5','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(4,'20261101-000000-98bf','c2d3682ac07a46f439ce1ba9ff19d4d2','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(5,'20261101-000000-98bf','904f81d221351bd7690b42e1ea641194','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(6,'20261101-000000-98bf','54ccf265ad125366b2ada75380dc10b9','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(7,'20261101-000000-98bf','af3cf0b18158ca209f867f2bc08be4af','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(8,'20261101-000000-98bf','d04b94921f185d22c3bbcd1bb133b974','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(9,'20261101-000000-98bf','47161ecfd1572541c73e3d290ef64f5c','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(10,'20261101-000000-98bf','4da55981f7e16baf0c5bebd008661132','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(11,'20261101-000000-98bf','57065aae3ef8878db8fa7acc89ae6676','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(12,'20261101-000000-98bf','0508c076750814c49d0c129e40ab53c5','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(13,'20261101-000000-98bf','e485bb32f53d7fe4a054128123dce867','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(14,'20261101-000000-98bf','812025a64fe23dca08c18de175e66e0e','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(15,'20261101-000000-98bf','70b6823cf51a4447426f2e2f37bf6438','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(16,'20261101-000000-98bf','1061731887eacb4b1575ad1bbcda1408','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(17,'20261101-000000-98bf','6477f6aad976bacce6ca2efc18b38785','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(18,'20261101-000000-c74e','436e5262f157e38480aa8a387c279e87','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(19,'20261101-000000-c74e','d366fa5345d73467bd351a77ac7ab9a3','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(20,'20261101-000000-c74e','01c8bdb9caa304c493147c419cd24c9f','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(21,'20261101-000000-c74e','4347ed76899667ba186c3e094d51090a','confirmed','','2026-11-01T00:00:00+00:00');
INSERT INTO "isogloss_outcome" VALUES(22,'20261101-000000-c74e','de8b03e2505671f9e8716ec8332b97d1','confirmed','','2026-11-01T00:00:00+00:00');
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
INSERT INTO "isogloss_run" VALUES(1,'20261101-000000-98bf','pair','98bf532ef9b03fd3752579da0e772f32','sync-0.jsonl','pair','sync',17,'finished','2026-11-01T00:00:00+00:00','2026-11-01T00:00:00+00:00','{"counts":{"confirmed":17},"held":0}');
INSERT INTO "isogloss_run" VALUES(2,'20261101-000000-c74e','pair','c74e6da4bb3e1bdb2a9bd847c9f471a4','sync-1.jsonl','pair','sync',5,'finished','2026-11-01T00:00:00+00:00','2026-11-01T00:00:00+00:00','{"counts":{"confirmed":5},"held":0}');
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
