-- de_minimis_succession: aid of undertakings that split

CREATE FUNCTION split_pro_rata(amount numeric, equity numeric[]) RETURNS numeric[]
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 20 AS 'MODULE_PATHNAME', 'tilskudd_split_pro_rata';
COMMENT ON FUNCTION split_pro_rata(numeric, numeric[]) IS
'Earlier de minimis aid of an undertaking that split, in the amount''s unit, shared in proportion to the book value of the equity capital of the new undertakings at the effective date of the split, in the order given. For aid that can not be allocated to the one that benefited from it; each share keeps the original granting date. Exact: shares are cut to whole cents (to the last decimal of an amount that has more), and the cents left over go one each to the largest remainders, the earlier first of equal ones, so that the shares sum to the amount; the law is silent on that rounding. NULL for NULL. Errors: 22023 for no equity in total, negative, NaN or infinite values, 22004 for an equity that is NULL, 2202E for an array of several dimensions. Source: Regulations (EU) No 1407/2013 and 2023/2831 Art 3(9).';
