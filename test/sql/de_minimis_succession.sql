-- de_minimis_succession: earlier aid of an undertaking that split

-- in proportion to equity, in the order given; nothing is lost or made
select tilskudd.split_pro_rata(120000, array[3000000, 1500000]) as two_to_one,
	   tilskudd.split_pro_rata(100, array[1, 1, 1]) as thirds,
	   tilskudd.split_pro_rata(100, array[1, 1, 2, 3]) as sevenths,
	   tilskudd.split_pro_rata(0.05, array[1, 1, 1]) as cents,
	   tilskudd.split_pro_rata(0.01, array[1, 1]) as one_cent,
	   tilskudd.split_pro_rata(0, array[1, 2]) as nothing,
	   tilskudd.split_pro_rata(100, array[5]) as one_undertaking,
	   tilskudd.split_pro_rata(100, array[0, 5, 0]) as without_equity;
-- 120 000.01: 80 000.00 and 40 000.00, the cent to the larger remainder
select tilskudd.split_pro_rata(120000.01, array[3000000, 1500000]), tilskudd.split_pro_rata(120000.01, array[1500000, 3000000]);
-- equal remainders: the earlier; the order does not follow the size
select tilskudd.split_pro_rata(0.03, array[1, 1]), tilskudd.split_pro_rata(0.02, array[1, 1, 1]), tilskudd.split_pro_rata(10, array[1, 2]);
-- decimals of equity count, and scale alone does not
select tilskudd.split_pro_rata(100, array[0.1, 0.2]) = tilskudd.split_pro_rata(100, array[1, 2]) as same_key,
	   tilskudd.split_pro_rata(100.00, array[1, 2]), tilskudd.split_pro_rata(100, array[1.000, 2.00]);
-- an amount finer than a cent keeps its last decimal; zeros are none
select tilskudd.split_pro_rata(100.0000, array[1, 2]), tilskudd.split_pro_rata(10.0005, array[1, 1]), tilskudd.split_pro_rata(1e-10, array[1, 2]);
-- large and very unequal
select tilskudd.split_pro_rata(1e30, array[1, 2]), tilskudd.split_pro_rata(300000, array[1, 1e20]);

-- for all of these: the sum is the amount, no share is a cent or more off its
-- exact value, and no share is larger than one of more equity
select count(*) as splits,
	   count(*) filter (where (select sum(s) from unnest(shares) as s) <> amount) as sum_differs,
	   count(*) filter (where exists (
			select from unnest(shares, equity) as p(s, e)
			where abs(s * total - amount * e) >= 0.01 * total)) as off_a_cent,
	   count(*) filter (where exists (
			select from unnest(shares, equity) as p(s, e), unnest(shares, equity) as q(s, e)
			where p.e < q.e and p.s > q.s)) as out_of_order,
	   count(*) filter (where cardinality(shares) <> cardinality(equity)) as another_count
from (select amount, equity, tilskudd.split_pro_rata(amount, equity) as shares, (select sum(e) from unnest(equity) as e) as total
	  from (select (i * 7919 % 30000000)::numeric / 100 as amount,
				   array(select (i::bigint * (j + 3) * 104729 % 1000003) / (1 + j % 3)::numeric
						 from generate_series(0, 1 + i % 9) as j) as equity
			from generate_series(1, 2000) as i) as given) as split;

-- NULL for NULL, but a gap in the key is an error
select tilskudd.split_pro_rata(null, array[1]), tilskudd.split_pro_rata(1, null);
select tilskudd.split_pro_rata(100, array[1, null]);
select tilskudd.split_pro_rata(100, array[0, 0]);
select tilskudd.split_pro_rata(100, '{}');
select tilskudd.split_pro_rata(100, array[3, -1]);
select tilskudd.split_pro_rata(100, array[1, 'NaN']::numeric[]);
select tilskudd.split_pro_rata(100, array[1, 'Infinity']::numeric[]);
select tilskudd.split_pro_rata(-100, array[1, 1]);
select tilskudd.split_pro_rata('NaN', array[1, 1]);
select tilskudd.split_pro_rata(100, array[[1, 2], [3, 4]]);
