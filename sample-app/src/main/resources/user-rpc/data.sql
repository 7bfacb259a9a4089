merge into account (id, name) values (1, 'Ada'), (2, 'Grace');
