-- verdict: what a rule that decides answers

CREATE TYPE verdict AS (
	allowed boolean,
	"limit" numeric,
	used numeric,
	requested numeric,
	headroom numeric,
	unit text,
	rule text,
	citation text,
	undecided text[]);
COMMENT ON TYPE verdict IS
'What a rule decides: allowed (NULL: undecided), the limit, what is used of it, what is requested, the headroom left before the request (signed: negative over the limit), their unit, the rule''s id, the citation with evidence and caveat, and the points that are undecided (NULL: none).';
COMMENT ON COLUMN verdict.allowed IS 'true: lawful; false: not; NULL: undecided';
COMMENT ON COLUMN verdict."limit" IS 'the limit, in unit';
COMMENT ON COLUMN verdict.used IS 'what counts against the limit already, in unit';
COMMENT ON COLUMN verdict.requested IS 'what is asked for, in unit';
COMMENT ON COLUMN verdict.headroom IS 'limit less used, in unit; negative where the limit is exceeded already';
COMMENT ON COLUMN verdict.unit IS 'unit of the amounts, such as EUR';
COMMENT ON COLUMN verdict.rule IS 'id of the rule in the guidelines of 2008, where it has one';
COMMENT ON COLUMN verdict.citation IS 'where the limit comes from: citation [evidence]; caveat';
COMMENT ON COLUMN verdict.undecided IS 'what is not settled by law or facts, or NULL';
