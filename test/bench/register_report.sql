-- What register.sql measured, as lines of the table of report.sql.

insert into line (what, name, rows, extra, ratio, ratio_to, goal) values
	('REGISTER', null, null, null, null, null, null),
	('one enterprise and its aid, by index, a thousand times', 'register rows', 1000, null, null, null, null),
	('its aid alone', 'register scan', 1000, null, median('register scan') / median('register rows'), 'the line above', null),
	('v_de_minimis_balance of one, a thousand times', 'register balance', 1000, null,
		median('register balance') / median('register rows'), 'enterprise and aid', 5.0),
	('two workers: GROUP BY municipality and year', 'register group', :awards, null, null, null, null),
	('two workers: v_municipality_year', 'register municipality', :awards, null,
		median('register municipality') / median('register group'), 'the line above', 3.0),
	('v_award by zone', 'register awards', :awards, null, median('register awards') / median('register group'), 'GROUP BY', null),
	('v_de_minimis_balance of all', 'register balances', :awards * 3 / 10, null, null, null, null);
