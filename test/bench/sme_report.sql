-- What sme.sql measured, as lines of the table of report.sql.

\if :{?enterprises}
\else
	select greatest(:rows / 10, 1000) as enterprises \gset
\endif
select (:enterprises / 10)::bigint as enterprises_tenth \gset

insert into line (what, name, rows, extra, ratio, ratio_to, goal) values
	('SIZE OF ENTERPRISES IN A GRAPH (rows: enterprises)', null, null, null, null, null, null),
	('count(*) of holdings and figures, sorted: the base', 'sme sort', :enterprises, null, null, null, null),
	('the same with the entities', 'sme sort with entities', :enterprises, null,
		median('sme sort with entities') / median('sme sort'), 'base', null),
	('sme_status() of all', 'sme', :enterprises, null, median('sme') / median('sme sort'), 'base', 3),
	('sme_status() of a country twice as large', 'sme double', 2 * :enterprises::bigint, null, median('sme double') / median('sme'), 'the line above', 2.3),
	('sme_status() of a tenth', 'sme tenth', :enterprises_tenth, null, median('sme tenth') / median('sme'), 'all', null),
	('the same by temporary tables in PL/pgSQL', 'sme by tables', :enterprises_tenth, null,
		median('sme tenth') / median('sme by tables'), 'the line above : this', 1 / 30.0),
	('sme_explain() of 100 enterprises, one by one', 'sme explain', 100, null, median('sme explain') / median('sme'), 'all', null),
	('sme_explain() of one of the largest class', 'sme explain largest', 1, null, median('sme explain largest') / median('sme'), 'all', null),
	('memory of sme_status() of all: ' || round(fact('sme memory')) || ' MB', null, null, null, fact('sme memory') / 1024, '1 GB', 1);
