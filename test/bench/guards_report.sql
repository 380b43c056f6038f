-- What guards.sql and the transactions of `run` measured, as lines of the table
-- of report.sql.

select :rows / 10 as history, (select count(*) from load_spread) as spread, :rows / 50 as load \gset

-- What one costs beyond the base, against what the other does.
create function extra_ratio(name text, other text, base text) returns float8
begin atomic
	select (median(name) - median(base)) / nullif(median(other) - median(base), 0);
end;

insert into line (what, name, rows, extra, ratio, ratio_to, goal) values
	('GUARDS', null, null, null, null, null, null),
	('transactions of one INSERT, 4 clients, no trigger: the base', 'commit bare', 10000, null, null, null, null),
	('the same with a foreign key', 'commit fk', 10000, extra('commit fk', 'commit bare', 10000),
		median('commit fk') / median('commit bare'), 'base', null),
	('the same with a guard', 'commit guard', 10000, extra('commit guard', 'commit bare', 10000),
		median('commit guard') / median('commit fk'), 'foreign key', 1.0),
	('the same rule in PL/pgSQL', 'commit plpgsql', 10000, extra('commit plpgsql', 'commit bare', 10000),
		median('commit guard') / median('commit plpgsql'), 'guard : this', 1 / 1.4),
	('the same, after a sum that spares most the rest', 'commit shortcut', 10000, extra('commit shortcut', 'commit bare', 10000),
		median('commit guard') / median('commit shortcut'), 'guard : this', null),
	('INSERT ... SELECT, one to three each: the base', 'spread bare', :spread, null, null, null, null),
	('with a foreign key', 'spread fk', :spread, extra('spread fk', 'spread bare', :spread), null, null, null),
	('with a guard', 'spread guard', :spread, extra('spread guard', 'spread bare', :spread),
		extra_ratio('spread guard', 'spread fk', 'spread bare'), 'extra : foreign key''s', 2.0),
	('INSERT ... SELECT, a hundred each: the base', 'concentrated bare', :load, null, null, null, null),
	('with a foreign key', 'concentrated fk', :load, extra('concentrated fk', 'concentrated bare', :load), null, null, null),
	('with a guard', 'concentrated guard', :load, extra('concentrated guard', 'concentrated bare', :load),
		extra_ratio('concentrated guard', 'concentrated fk', 'concentrated bare'), 'extra : foreign key''s', 1.0),
	('the same rule in PL/pgSQL', 'concentrated plpgsql', :load, extra('concentrated plpgsql', 'concentrated bare', :load),
		extra_ratio('concentrated guard', 'concentrated plpgsql', 'concentrated bare'), 'guard''s extra : this', 1 / 20.0),
	('the same, after a sum', 'concentrated shortcut', :load, extra('concentrated shortcut', 'concentrated bare', :load),
		extra_ratio('concentrated guard', 'concentrated shortcut', 'concentrated bare'), 'guard''s extra : this', 1 / 20.0),
	('COPY, one to three each: the base', 'spread copy bare', :spread, null, null, null, null),
	('with a foreign key', 'spread copy fk', :spread, extra('spread copy fk', 'spread copy bare', :spread), null, null, null),
	('with a guard', 'spread copy guard', :spread, extra('spread copy guard', 'spread copy bare', :spread),
		extra_ratio('spread copy guard', 'spread copy fk', 'spread copy bare'), 'extra : foreign key''s', 2.0),
	('COPY, a hundred each: the base', 'concentrated copy bare', :load, null, null, null, null),
	('with a foreign key', 'concentrated copy fk', :load, extra('concentrated copy fk', 'concentrated copy bare', :load), null, null, null),
	('with a guard', 'concentrated copy guard', :load, extra('concentrated copy guard', 'concentrated copy bare', :load),
		extra_ratio('concentrated copy guard', 'concentrated copy fk', 'concentrated copy bare'), 'extra : foreign key''s', 1.0),
	('one more award after 5, a transaction each', 'commit short', 10000, null, null, null, null),
	('one more award after 5000, a transaction each', 'commit long', 10000, extra('commit long', 'commit short', 10000),
		median('commit long') / median('commit short'), 'the line above', 3.0),
	('one more award after 5, all in one transaction', 'short history', 1000, null, null, null, null),
	('one more award after 5000, all in one transaction', 'long history', 1000, extra('long history', 'short history', 1000),
		median('long history') / median('short history'), 'the line above', null),
	('all breaches: sum() over three years', 'violations plain', :audit, null, null, null, null),
	('violations()', 'violations', :audit, null,
		median('violations') / median('violations plain'), 'the line above', 0.5),
	('two parallel workers allowed: sum() over three years', 'violations plain parallel', :audit, null, null, null, null),
	('two parallel workers allowed: violations()', 'violations parallel', :audit, null,
		median('violations parallel') / median('violations plain parallel'), 'the line above', 0.5),
	('index: sum() over three years', 'violations index plain', :audit, null, null, null, null),
	('index: violations()', 'violations index', :audit, null,
		median('violations index') / median('violations index plain'), 'the line above', 0.5),
	('index, two workers: sum() over three years', 'violations index plain parallel', :audit, null, null, null, null),
	('index, two workers: violations()', 'violations index parallel', :audit, null,
		median('violations index parallel') / median('violations index plain parallel'), 'the line above', 0.5);
