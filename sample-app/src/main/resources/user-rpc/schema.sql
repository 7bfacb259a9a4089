-- A name in memory is one database for all contexts of a JVM: the tests have several.
create table if not exists account (id bigint primary key, name varchar(100) not null);
