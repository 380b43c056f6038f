-- sme: how large an enterprise is with those that it is linked to or partner of

CREATE VIEW law_investor_limit AS
	SELECT investor, figure, below, valid_from, valid_to, rule, citation, evidence, caveat
	FROM law_table('investor_limit') AS t(
		investor text, figure text, below numeric, valid_from date, valid_to date, rule text, citation text, evidence text, caveat text);
COMMENT ON VIEW law_investor_limit IS
'What a figure of an investor must be below, so that its holdings of up to half of the votes make it no partner: EUR, or number of inhabitants.';
GRANT SELECT ON law_investor_limit TO PUBLIC;

CREATE TYPE sme_result AS (
	id text,
	size enterprise_size,
	determined boolean,
	best enterprise_size,
	worst enterprise_size,
	type text,
	headcount numeric,
	turnover_eur numeric,
	balance_eur numeric,
	linked integer,
	partners integer,
	public_share numeric,
	reasons text[],
	missing text[]);
COMMENT ON TYPE sme_result IS
'What sme_status() finds out about an enterprise, by the formal criteria of Regulation (EU) No 651/2014 Annex I.';
COMMENT ON COLUMN sme_result.id IS 'the enterprise, as the queries name it';
COMMENT ON COLUMN sme_result.size IS 'its size; NULL: not determined';
COMMENT ON COLUMN sme_result.determined IS 'whether the size is the same whatever is not known';
COMMENT ON COLUMN sme_result.best IS 'the smallest size that is possible';
COMMENT ON COLUMN sme_result.worst IS 'the largest size that is possible';
COMMENT ON COLUMN sme_result.type IS 'autonomous, partner, linked, or partner and linked; where markets are not known, as if they were not related';
COMMENT ON COLUMN sme_result.headcount IS 'annual work units of the last period, those of linked and partner enterprises included, rounded to six decimals for display; NULL: not known exactly';
COMMENT ON COLUMN sme_result.turnover_eur IS 'turnover of twelve months in EUR, as headcount';
COMMENT ON COLUMN sme_result.balance_eur IS 'balance-sheet total in EUR, as headcount';
COMMENT ON COLUMN sme_result.linked IS 'number of linked enterprises';
COMMENT ON COLUMN sme_result.partners IS 'number of partner enterprises of the enterprise and of those linked to it, with those that are linked to the partners';
COMMENT ON COLUMN sme_result.public_share IS 'what public bodies hold, directly or through enterprises that they control: the higher of capital and votes, 0 to 1 (rounded)';
COMMENT ON COLUMN sme_result.reasons IS 'what else decided, or is assumed: public_control, not_independent, others_unsettled, two_periods, history_short, votes_assumed, capital_assumed, over_100, market_unknown; NULL: nothing';
COMMENT ON COLUMN sme_result.missing IS 'where the size is not determined: the first 10 enterprises, those of the class before those of its partners, whose figures are not all known exactly; NULL: none';

CREATE FUNCTION sme_status(ownership text, figures text, on_date date, entities text DEFAULT NULL, control text DEFAULT NULL,
	scope text DEFAULT NULL, adjacent text DEFAULT NULL, rates text DEFAULT NULL, mode text DEFAULT 'rec_2003', ownership_change text DEFAULT 'immediate',
	link_through_public boolean DEFAULT false, capital_majority_links boolean DEFAULT false, vc_presumption boolean DEFAULT false,
	"only" text[] DEFAULT NULL) RETURNS SETOF sme_result
	LANGUAGE C STABLE PARALLEL UNSAFE COST 1000000 ROWS 10000 AS 'MODULE_PATHNAME', 'tilskudd_sme_status';
COMMENT ON FUNCTION sme_status(text, text, date, text, text, text, text, text, text, text, boolean, boolean, boolean, text[]) IS
'Size of every enterprise of a graph of owners on a day, in the order of the bytes of their ids: linked enterprises count in full, partners pro rata, public control of a quarter excludes. Arguments are queries, each run once, read only, with the rights of the caller; columns are found by name. ownership: owner, owned, capital, capital_total, and, if wanted, votes, votes_total, valid_from, valid_to (last day), invested_eur; rows of one pair are added up. figures: id, period_end, and, if wanted, headcount, turnover_eur, balance_eur, bounds of each (headcount_lo, headcount_hi, ...), kind (own, consolidated), months, and instead of the money in EUR turnover, balance (with bounds turnover_lo, ...) and their currency. entities: id, kind (enterprise, person, public_body, other), exempt, acting_group, markets, involved, budget_eur, inhabitants. control: owner, owned, ground (board, contract, agreement), valid_from, valid_to. scope: id, member, method (full, proportional, equity), percent. adjacent: market, adjacent. rates: currency, per_eur (so much for one EUR, on the last day of the period), valid_from, valid_to; NOK without a rate is taken at the average of the year in which the period ends (law_eur_year). only: enterprises to answer for. Ids are text, integers or orgnr. Shares are compared as exact fractions, figures are never rounded, and a NULL figure is not known. mode: rec_2003; guidelines_2008: own figures, and independence; rec_1996: own figures of those who have no partners and are not linked, the others as far as it is certain. ownership_change: immediate (the owners of the day, for all periods), two_periods (those of each closing day), loss_only (the larger size of both). No rows for a NULL query or day. Errors: 22023 for a share or figure that is negative or no number, a holding over 100 percent, an enterprise that owns or controls itself, keys that stand twice, an unknown label; 22004 for NULL ids or totals; 42703, 42702 and 42804 for columns that are missing, twice there or of another type; 22003 for more digits than can be compared exactly; P0002 for a day outside the definition and for a currency without a rate. 53400 for more memory than 256 times work_mem. Memory: about 300 bytes for each enterprise and each holding. Source: law_size_threshold, Regulation (EU) No 651/2014 Annex I.';

CREATE FUNCTION sme_explain(ownership text, figures text, enterprise text, on_date date, entities text DEFAULT NULL, control text DEFAULT NULL,
	scope text DEFAULT NULL, adjacent text DEFAULT NULL, rates text DEFAULT NULL, mode text DEFAULT 'rec_2003', ownership_change text DEFAULT 'immediate',
	link_through_public boolean DEFAULT false, capital_majority_links boolean DEFAULT false, vc_presumption boolean DEFAULT false)
	RETURNS TABLE (id text, relation text, via text, weight_part numeric, weight_total numeric, headcount numeric, turnover_eur numeric,
		balance_eur numeric, bounds text, period_end date, source text, size enterprise_size, reason text)
	LANGUAGE C STABLE PARALLEL UNSAFE COST 10000 ROWS 20 AS 'MODULE_PATHNAME', 'tilskudd_sme_explain';
COMMENT ON FUNCTION sme_explain(text, text, text, date, text, text, text, text, text, text, text, boolean, boolean, boolean) IS
'Whose figures count for the size of one enterprise on a day, and whose do not: what sme_status() works out, row by row. Arguments and errors are those of sme_status(), but the queries are asked only for rows about who may matter: as subqueries with a condition on one column, which the planner moves to indexes; $1 in a query stands for the ids asked for (text[]). They run more than once. relation: self, linked, partner, linked to partner (in full as the weight of that partner), left out, total. via: who comes before on the way from the enterprise, an enterprise or a person. weight_part / weight_total: what counts of the figures; for those left out, what is held (the higher of capital and votes). headcount in annual work units, turnover_eur (twelve months) and balance_eur of the enterprise itself, unweighted, those of the total weighted; NULL: not known exactly, see bounds, or in the accounts that source names. period_end: of these accounts. size: of the enterprise, in the last row. reason: by what it is linked or partner, why it is left out, and in the last row the reasons of sme_status() and the sizes that are possible. The guidelines of 2008 count own figures only. An enterprise that no query names is alone, without figures. Markets that are not known count as not related, and owners are those of the day, whatever else the size takes into account. No rows for a NULL query, enterprise or day. Error 22023 also for an id that is no enterprise. Source: law_size_threshold, Regulation (EU) No 651/2014 Annex I Art 3 and 6.';

CREATE FUNCTION sme_explain(ownership text, figures text, enterprise orgnr, on_date date, entities text DEFAULT NULL, control text DEFAULT NULL,
	scope text DEFAULT NULL, adjacent text DEFAULT NULL, rates text DEFAULT NULL, mode text DEFAULT 'rec_2003', ownership_change text DEFAULT 'immediate',
	link_through_public boolean DEFAULT false, capital_majority_links boolean DEFAULT false, vc_presumption boolean DEFAULT false)
	RETURNS TABLE (id text, relation text, via text, weight_part numeric, weight_total numeric, headcount numeric, turnover_eur numeric,
		balance_eur numeric, bounds text, period_end date, source text, size enterprise_size, reason text)
	LANGUAGE C STABLE PARALLEL UNSAFE COST 10000 ROWS 20 AS 'MODULE_PATHNAME', 'tilskudd_sme_explain_orgnr';
COMMENT ON FUNCTION sme_explain(text, text, orgnr, date, text, text, text, text, text, text, text, boolean, boolean, boolean) IS
'The same for an enterprise by its organisation number.';
