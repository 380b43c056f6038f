-- What scale.sql measured, as lines of the table of report.sql.

-- Four servers at once: the slowest, which has fetched its own, and the fetching
-- of what the others have found.
create function four_machines() returns float8
begin atomic
	select max(median('scale server ' || i)) + 0.75 * median('scale fetch') from generate_series(0, 3) as i;
end;

insert into line (what, name, rows, extra, ratio, ratio_to, goal) values
	('PAST ONE MACHINE', null, null, null, null, null, null),
	('violations() of eight hash partitions, one process', 'scale whole', :awards, null, null, null, null),
	('two workers: the same', 'scale workers', :awards, null, median('scale workers') / median('scale whole'), 'one process', null),
	('two workers: violations() of each partition', 'scale parts', :awards, null, median('scale parts') / median('scale whole'), 'one process', null),
	('one server: violations(), no workers', 'scale one server', :audit, null, null, null, null),
	('four servers at once, on these processors: MEASURED', 'scale four servers', :audit, null,
		median('scale four servers') / median('scale one server'), 'one server', null),
	('the first server alone, from the coordinator', 'scale server 0', :audit / 4, null,
		median('scale server 0') / median('scale one server'), 'one server', null),
	('fetching what four have found', 'scale fetch', :audit, null, median('scale fetch') / median('scale one server'), 'one server', null),
	('the slowest alone, and fetching from three: SIMULATED', null, :audit, null, four_machines() / median('scale one server'), 'one server', 1 / 3.0),
	('INSERT ... SELECT with a guard, one server', 'scale load one', :audit / 10, null, null, null, null),
	('the same through the coordinator, in batches of 1000', 'scale load four', :audit / 10, extra('scale load four', 'scale load one', :audit / 10),
		median('scale load four') / median('scale load one'), 'the line above', null);
