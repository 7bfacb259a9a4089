merge into course (code, title) values
  ('java-101', 'Java from the start'),
  ('trace-201', 'Where the time goes');

merge into lesson (course, number, title) values
  ('java-101', 1, 'Values and variables'),
  ('java-101', 2, 'Objects and what they promise'),
  ('trace-201', 1, 'Spans and their parents'),
  ('trace-201', 2, 'Context on another thread'),
  ('trace-201', 3, 'Which service was it?');
