-- A name in memory is one database for all contexts of a JVM: the tests have several.
create table if not exists course (code varchar(20) primary key, title varchar(100) not null);
create table if not exists lesson (course varchar(20) references course, number int, title varchar(100) not null,
  primary key (course, number));
