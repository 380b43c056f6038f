-- The tables of a register.
--
-- @schema@ stands for the quoted name of the schema, @text@ for the same within
-- a string constant.  Every name is qualified, since these commands run with
-- search_path = pg_catalog, pg_temp.  A command ends in a semicolon at the end
-- of a line, and the next begins at the left margin.

CREATE SCHEMA @schema@;
COMMENT ON SCHEMA @schema@ IS 'register of grants, made by tilskudd.create_register()';

CREATE TABLE @schema@.granting_authority (
	name text PRIMARY KEY CHECK (name <> ''),
	orgnr tilskudd.orgnr,
	role name);
COMMENT ON TABLE @schema@.granting_authority IS 'Who grants: counties, Innovasjon Norge, municipalities.';
COMMENT ON COLUMN @schema@.granting_authority.name IS 'the name, by which everything else refers to it';
COMMENT ON COLUMN @schema@.granting_authority.orgnr IS 'organisation number; NULL: not known';
COMMENT ON COLUMN @schema@.granting_authority.role IS 'the database role whose members see and write what is the authority''s; NULL: nobody but the owner of the register';

CREATE TABLE @schema@.exchange_rate (
	rate_date date PRIMARY KEY CHECK (isfinite(rate_date)),
	nok_per_eur numeric(12,6) NOT NULL CHECK (nok_per_eur > 0 AND nok_per_eur < 'NaN'),
	source text NOT NULL);
COMMENT ON TABLE @schema@.exchange_rate IS 'Rates at which aid was turned into EUR. An award keeps the rate of its day: a rate that is corrected here changes no award.';
COMMENT ON COLUMN @schema@.exchange_rate.rate_date IS 'the day for which the rate was published';
COMMENT ON COLUMN @schema@.exchange_rate.nok_per_eur IS 'NOK for one EUR';
COMMENT ON COLUMN @schema@.exchange_rate.source IS 'who published it';

CREATE TABLE @schema@.enterprise (
	orgnr tilskudd.orgnr PRIMARY KEY,
	name text NOT NULL,
	kommunenr tilskudd.kommunenr,
	nace text,
	founded_on date,
	audit_duty boolean,
	fiscal_year_start_month integer NOT NULL DEFAULT 1 CHECK (fiscal_year_start_month BETWEEN 1 AND 12));
-- For views, which show the number as text.
CREATE INDEX ON @schema@.enterprise ((orgnr::text));
COMMENT ON TABLE @schema@.enterprise IS 'Enterprises that apply for or have aid, or are owned by those that do.';
COMMENT ON COLUMN @schema@.enterprise.orgnr IS 'organisation number';
COMMENT ON COLUMN @schema@.enterprise.name IS 'the name';
COMMENT ON COLUMN @schema@.enterprise.kommunenr IS 'municipality of its seat; NULL: not known';
COMMENT ON COLUMN @schema@.enterprise.nace IS 'industry, by its code in SN2007, such as 68.3; NULL: not known';
COMMENT ON COLUMN @schema@.enterprise.founded_on IS 'the day on which it was founded; NULL: not known';
COMMENT ON COLUMN @schema@.enterprise.audit_duty IS 'whether its accounts must be audited (H3-10); NULL: not known';
COMMENT ON COLUMN @schema@.enterprise.fiscal_year_start_month IS 'the month in which its fiscal year begins, 1 to 12';

CREATE TABLE @schema@.ownership (
	id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	owner tilskudd.orgnr,
	other_owner text,
	owner_kind text NOT NULL DEFAULT 'enterprise' CHECK (owner_kind IN ('enterprise', 'person', 'public_body', 'other')),
	owned tilskudd.orgnr NOT NULL REFERENCES @schema@.enterprise ON UPDATE CASCADE,
	capital numeric CHECK (capital >= 0 AND capital < 'Infinity'),
	capital_total numeric CHECK (capital_total > 0 AND capital_total < 'Infinity'),
	votes numeric CHECK (votes >= 0 AND votes < 'Infinity'),
	votes_total numeric CHECK (votes_total > 0 AND votes_total < 'Infinity'),
	ground text CHECK (ground IN ('board', 'contract', 'agreement', 'votes')),
	valid_from date,
	valid_to date,
	source text,
	CONSTRAINT ownership_owner_check CHECK (num_nonnulls(owner, other_owner) = 1),
	CONSTRAINT ownership_itself_check CHECK (owner <> owned),
	CONSTRAINT ownership_capital_share_check CHECK (capital <= capital_total AND (capital IS NULL) = (capital_total IS NULL)),
	CONSTRAINT ownership_votes_share_check CHECK (votes <= votes_total AND (votes IS NULL) = (votes_total IS NULL)),
	CONSTRAINT ownership_days_check CHECK (valid_from <= valid_to));
CREATE INDEX ON @schema@.ownership (owner);
CREATE INDEX ON @schema@.ownership (owned);
COMMENT ON TABLE @schema@.ownership IS 'Who owns or controls whom, a row for each holding and span of days.';
COMMENT ON COLUMN @schema@.ownership.id IS 'number of the row';
COMMENT ON COLUMN @schema@.ownership.owner IS 'the owner, if it has an organisation number';
COMMENT ON COLUMN @schema@.ownership.other_owner IS 'the owner, if it has none: a person or a foreign enterprise, by a name that tells it from others';
COMMENT ON COLUMN @schema@.ownership.owner_kind IS 'enterprise, person, public_body, or other: one that is none of these, such as a foundation without business of its own';
COMMENT ON COLUMN @schema@.ownership.owned IS 'the enterprise that is owned';
COMMENT ON COLUMN @schema@.ownership.capital IS 'the owner''s part of the capital, in any unit; NULL: not known, or a row that only states a ground';
COMMENT ON COLUMN @schema@.ownership.capital_total IS 'all capital, in that unit';
COMMENT ON COLUMN @schema@.ownership.votes IS 'the owner''s votes, in any unit; NULL: not known';
COMMENT ON COLUMN @schema@.ownership.votes_total IS 'all votes, in that unit';
COMMENT ON COLUMN @schema@.ownership.ground IS 'control by other means than its share: board, contract, agreement; votes: a majority without numbers; NULL: the votes decide';
COMMENT ON COLUMN @schema@.ownership.valid_from IS 'first day; NULL: always';
COMMENT ON COLUMN @schema@.ownership.valid_to IS 'last day; NULL: still';
COMMENT ON COLUMN @schema@.ownership.source IS 'where this is from';

CREATE TABLE @schema@.figures (
	orgnr tilskudd.orgnr NOT NULL REFERENCES @schema@.enterprise ON UPDATE CASCADE,
	period_end date NOT NULL CHECK (isfinite(period_end)),
	kind text NOT NULL DEFAULT 'own' CHECK (kind IN ('own', 'consolidated')),
	months integer NOT NULL DEFAULT 12 CHECK (months BETWEEN 1 AND 18),
	headcount numeric(12,2) CHECK (headcount >= 0 AND headcount < 'NaN'),
	turnover_nok numeric(18,2) CHECK (turnover_nok >= 0 AND turnover_nok < 'NaN'),
	balance_nok numeric(18,2) CHECK (balance_nok >= 0 AND balance_nok < 'NaN'),
	turnover_eur numeric(18,2) CHECK (turnover_eur >= 0 AND turnover_eur < 'NaN'),
	balance_eur numeric(18,2) CHECK (balance_eur >= 0 AND balance_eur < 'NaN'),
	PRIMARY KEY (orgnr, period_end, kind));
COMMENT ON TABLE @schema@.figures IS 'Accounts of enterprises, on which their size rests.';
COMMENT ON COLUMN @schema@.figures.orgnr IS 'the enterprise';
COMMENT ON COLUMN @schema@.figures.period_end IS 'last day of the accounting period';
COMMENT ON COLUMN @schema@.figures.kind IS 'own or consolidated';
COMMENT ON COLUMN @schema@.figures.months IS 'length of the period in months';
COMMENT ON COLUMN @schema@.figures.headcount IS 'annual work units; NULL: not known';
COMMENT ON COLUMN @schema@.figures.turnover_nok IS 'turnover in NOK; NULL: not known';
COMMENT ON COLUMN @schema@.figures.balance_nok IS 'balance sheet total in NOK; NULL: not known';
COMMENT ON COLUMN @schema@.figures.turnover_eur IS 'turnover in EUR; NULL: by turnover_nok and the year''s average rate';
COMMENT ON COLUMN @schema@.figures.balance_eur IS 'balance sheet total in EUR; NULL: by balance_nok and the year''s average rate';

CREATE TABLE @schema@.scheme (
	name text PRIMARY KEY CHECK (name <> ''),
	legal_basis text NOT NULL,
	eea_basis text,
	purpose text,
	register_number text UNIQUE,
	pool text CHECK (pool IN ('general', 'sgei', 'agriculture', 'fisheries')),
	own_max_percent numeric(7,4) CHECK (own_max_percent BETWEEN 0 AND 100),
	own_max_nok numeric(15,2) CHECK (own_max_nok >= 0 AND own_max_nok < 'NaN'),
	valid_from date,
	valid_to date,
	CONSTRAINT scheme_days_check CHECK (valid_from <= valid_to));
COMMENT ON TABLE @schema@.scheme IS 'Schemes under which aid is granted.';
COMMENT ON COLUMN @schema@.scheme.name IS 'the name, by which awards refer to it';
COMMENT ON COLUMN @schema@.scheme.legal_basis IS 'national legal basis';
COMMENT ON COLUMN @schema@.scheme.eea_basis IS 'legal basis in the law of the EEA: an article of a regulation, a decision of the Authority';
COMMENT ON COLUMN @schema@.scheme.purpose IS 'purpose';
COMMENT ON COLUMN @schema@.scheme.register_number IS 'its number in the national register of aid; NULL: not entered';
COMMENT ON COLUMN @schema@.scheme.pool IS 'the ceiling of de minimis aid that its awards count against: general, sgei, agriculture, fisheries; NULL: not a scheme of de minimis aid';
COMMENT ON COLUMN @schema@.scheme.own_max_percent IS 'its own ceiling in percent of the eligible cost, lower than the law''s; NULL: none';
COMMENT ON COLUMN @schema@.scheme.own_max_nok IS 'its own ceiling for one award, in NOK of gross grant equivalent; NULL: none';
COMMENT ON COLUMN @schema@.scheme.valid_from IS 'first day; NULL: not known';
COMMENT ON COLUMN @schema@.scheme.valid_to IS 'last day; NULL: until further notice';

CREATE TABLE @schema@.frame (
	id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	granting_authority text NOT NULL REFERENCES @schema@.granting_authority ON UPDATE CASCADE,
	year integer NOT NULL CHECK (year BETWEEN 1900 AND 9999),
	post integer NOT NULL CHECK (post BETWEEN 1 AND 99),
	kind text NOT NULL DEFAULT 'allocation' CHECK (kind IN ('allocation', 'carried over', 'change')),
	nok numeric(15,2) NOT NULL CHECK (nok < 'NaN'),
	note text,
	frame text NOT NULL GENERATED ALWAYS AS (granting_authority || '/' || post::text || '/' || year::text) STORED);
CREATE INDEX ON @schema@.frame (frame);
COMMENT ON TABLE @schema@.frame IS 'Frames: what an authority may commit of a post and year. Rows of the same frame add up; what is carried over is a row of both years, negative in the earlier one.';
COMMENT ON COLUMN @schema@.frame.id IS 'number of the row';
COMMENT ON COLUMN @schema@.frame.granting_authority IS 'whose frame it is';
COMMENT ON COLUMN @schema@.frame.year IS 'the year';
COMMENT ON COLUMN @schema@.frame.post IS 'the post of the budget, such as 60';
COMMENT ON COLUMN @schema@.frame.kind IS 'allocation, carried over (from or to another year), or change';
COMMENT ON COLUMN @schema@.frame.nok IS 'the amount in NOK, negative for what leaves the frame';
COMMENT ON COLUMN @schema@.frame.note IS 'what there is to say';
COMMENT ON COLUMN @schema@.frame.frame IS 'the frame, as awards name it: authority/post/year';

CREATE TABLE @schema@.call (
	id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	granting_authority text NOT NULL REFERENCES @schema@.granting_authority ON UPDATE CASCADE,
	scheme text NOT NULL REFERENCES @schema@.scheme ON UPDATE CASCADE,
	title text NOT NULL,
	purpose text NOT NULL,
	criteria text NOT NULL,
	information_required text NOT NULL,
	opened_on date NOT NULL,
	deadline date,
	nok numeric(15,2) CHECK (nok >= 0 AND nok < 'NaN'),
	CONSTRAINT call_days_check CHECK (opened_on <= deadline));
CREATE INDEX ON @schema@.call (scheme);
COMMENT ON TABLE @schema@.call IS 'Calls for applications, with what a call must state (H3-1).';
COMMENT ON COLUMN @schema@.call.id IS 'number of the call';
COMMENT ON COLUMN @schema@.call.granting_authority IS 'who calls';
COMMENT ON COLUMN @schema@.call.scheme IS 'the scheme';
COMMENT ON COLUMN @schema@.call.title IS 'the title';
COMMENT ON COLUMN @schema@.call.purpose IS 'what the aid is for';
COMMENT ON COLUMN @schema@.call.criteria IS 'by what applications are judged';
COMMENT ON COLUMN @schema@.call.information_required IS 'what an application must contain';
COMMENT ON COLUMN @schema@.call.opened_on IS 'the day on which it was published';
COMMENT ON COLUMN @schema@.call.deadline IS 'last day for applications; NULL: none';
COMMENT ON COLUMN @schema@.call.nok IS 'what is to be granted, in NOK; NULL: not stated';

CREATE TABLE @schema@.application (
	id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	granting_authority text NOT NULL REFERENCES @schema@.granting_authority ON UPDATE CASCADE,
	call integer REFERENCES @schema@.call,
	orgnr tilskudd.orgnr NOT NULL REFERENCES @schema@.enterprise ON UPDATE CASCADE,
	title text NOT NULL,
	received_on date NOT NULL,
	applied_nok numeric(15,2) NOT NULL CHECK (applied_nok >= 0 AND applied_nok < 'NaN'),
	goals text,
	milestones text,
	cost_estimate_nok numeric(15,2) CHECK (cost_estimate_nok >= 0 AND cost_estimate_nok < 'NaN'),
	financed_otherwise_nok numeric(15,2) CHECK (financed_otherwise_nok >= 0 AND financed_otherwise_nok < 'NaN'),
	decision text CHECK (decision IN ('granted', 'rejected', 'withdrawn')),
	decided_on date,
	CONSTRAINT application_decided_check CHECK ((decision IS NULL) = (decided_on IS NULL)),
	CONSTRAINT application_days_check CHECK (received_on <= decided_on));
CREATE INDEX ON @schema@.application (orgnr);
CREATE INDEX ON @schema@.application (call);
COMMENT ON TABLE @schema@.application IS 'Applications, with what an application must state (H3-2).';
COMMENT ON COLUMN @schema@.application.id IS 'number of the application';
COMMENT ON COLUMN @schema@.application.granting_authority IS 'to whom it was made';
COMMENT ON COLUMN @schema@.application.call IS 'the call; NULL: made without one';
COMMENT ON COLUMN @schema@.application.orgnr IS 'who applies';
COMMENT ON COLUMN @schema@.application.title IS 'of the project';
COMMENT ON COLUMN @schema@.application.received_on IS 'the day on which it was received';
COMMENT ON COLUMN @schema@.application.applied_nok IS 'what is applied for, in NOK';
COMMENT ON COLUMN @schema@.application.goals IS 'goals that can be verified; NULL: missing';
COMMENT ON COLUMN @schema@.application.milestones IS 'the plan, with milestones; NULL: missing';
COMMENT ON COLUMN @schema@.application.cost_estimate_nok IS 'the cost of the project as estimated, in NOK; NULL: missing';
COMMENT ON COLUMN @schema@.application.financed_otherwise_nok IS 'what the applicant and others pay, in NOK; NULL: missing';
COMMENT ON COLUMN @schema@.application.decision IS 'granted, rejected, withdrawn (by the applicant); NULL: not decided';
COMMENT ON COLUMN @schema@.application.decided_on IS 'the day of the decision';

CREATE TABLE @schema@.project (
	id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	granting_authority text NOT NULL REFERENCES @schema@.granting_authority ON UPDATE CASCADE,
	application integer REFERENCES @schema@.application,
	title text NOT NULL,
	started_on date,
	ended_on date,
	budget_cost_nok numeric(15,2) CHECK (budget_cost_nok > 0 AND budget_cost_nok < 'NaN'),
	documented_cost_nok numeric(15,2) CHECK (documented_cost_nok >= 0 AND documented_cost_nok < 'NaN'),
	accounts_attested boolean NOT NULL DEFAULT false,
	exempted boolean NOT NULL DEFAULT false,
	audited_by_riksrevisjonen boolean NOT NULL DEFAULT false,
	CONSTRAINT project_days_check CHECK (started_on <= ended_on));
CREATE INDEX ON @schema@.project (application);
COMMENT ON TABLE @schema@.project IS 'Projects: what awards are for. Awards for the same costs belong to one project, whoever grants them.';
COMMENT ON COLUMN @schema@.project.id IS 'number of the project';
COMMENT ON COLUMN @schema@.project.granting_authority IS 'who follows it up; its officers write it';
COMMENT ON COLUMN @schema@.project.application IS 'the application; NULL: none, or not known';
COMMENT ON COLUMN @schema@.project.title IS 'the title';
COMMENT ON COLUMN @schema@.project.started_on IS 'the day on which work began; NULL: not begun, or not known';
COMMENT ON COLUMN @schema@.project.ended_on IS 'the day on which it ended; NULL: not ended, or not known';
COMMENT ON COLUMN @schema@.project.budget_cost_nok IS 'the cost that the awards assumed, in NOK; NULL: not known';
COMMENT ON COLUMN @schema@.project.documented_cost_nok IS 'the cost by the accounts so far, in NOK; NULL: no accounts';
COMMENT ON COLUMN @schema@.project.accounts_attested IS 'whether the accounts are attested (H3-10)';
COMMENT ON COLUMN @schema@.project.exempted IS 'whether the granter did without attestation (H3-11)';
COMMENT ON COLUMN @schema@.project.audited_by_riksrevisjonen IS 'whether Riksrevisjonen audits the recipient (H3-12)';

CREATE TABLE @schema@.cost_item (
	project integer NOT NULL REFERENCES @schema@.project,
	item text NOT NULL CHECK (item <> ''),
	eligible_cost_nok numeric(15,2) NOT NULL CHECK (eligible_cost_nok >= 0 AND eligible_cost_nok < 'NaN'),
	PRIMARY KEY (project, item));
COMMENT ON TABLE @schema@.cost_item IS 'Parts of a project''s eligible cost, for awards that are for different ones.';
COMMENT ON COLUMN @schema@.cost_item.project IS 'the project';
COMMENT ON COLUMN @schema@.cost_item.item IS 'the part, such as machines, wages';
COMMENT ON COLUMN @schema@.cost_item.eligible_cost_nok IS 'its eligible cost in NOK';

CREATE TABLE @schema@.award (
	id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	granting_authority text NOT NULL REFERENCES @schema@.granting_authority ON UPDATE CASCADE,
	orgnr tilskudd.orgnr NOT NULL REFERENCES @schema@.enterprise ON UPDATE CASCADE,
	kommunenr tilskudd.kommunenr,
	scheme text REFERENCES @schema@.scheme ON UPDATE CASCADE,
	application integer REFERENCES @schema@.application,
	project integer REFERENCES @schema@.project,
	purpose text,
	nace text,
	register_number text UNIQUE,
	-- the life of the award
	status text NOT NULL DEFAULT 'granted' CHECK (status IN ('reserved', 'granted', 'reduced', 'withdrawn', 'lapsed')),
	reserved_on date,
	granted_on date NOT NULL CHECK (isfinite(granted_on)),
	status_on date,
	lapses_on date,
	reduced_from_nok numeric(15,2),
	reasons text,
	-- amounts
	instrument text NOT NULL DEFAULT 'grant' CHECK (instrument IN ('grant', 'interest_subsidy', 'loan', 'advance', 'guarantee', 'equity', 'risk_finance', 'tax_advantage', 'tax_exemption', 'other')),
	nominal_nok numeric(15,2) NOT NULL CHECK (nominal_nok >= 0 AND nominal_nok < 'NaN'),
	gge_nok numeric(15,2) CHECK (gge_nok >= 0 AND gge_nok < 'NaN'),
	gge_eur numeric(15,2) CHECK (gge_eur >= 0 AND gge_eur < 'NaN'),
	nok_per_eur numeric(12,6) CHECK (nok_per_eur > 0 AND nok_per_eur < 'NaN'),
	rate_date date REFERENCES @schema@.exchange_rate,
	frame_year integer CHECK (frame_year BETWEEN 1900 AND 9999),
	frame_post integer CHECK (frame_post BETWEEN 1 AND 99),
	frame text GENERATED ALWAYS AS (granting_authority || '/' || frame_post::text || '/' || frame_year::text) STORED,
	holdback boolean NOT NULL DEFAULT true,
	-- de minimis aid
	de_minimis_pool text CHECK (de_minimis_pool IN ('general', 'sgei', 'agriculture', 'fisheries')),
	de_minimis boolean NOT NULL GENERATED ALWAYS AS (de_minimis_pool IS NOT NULL) STORED,
	road_freight boolean NOT NULL DEFAULT false,
	fiscal_year_start_month integer NOT NULL DEFAULT 1 CHECK (fiscal_year_start_month BETWEEN 1 AND 12),
	-- what the intensity depends on
	measure tilskudd.aid_measure NOT NULL,
	enterprise_size tilskudd.enterprise_size,
	eligible_cost_nok numeric(15,2) CHECK (eligible_cost_nok >= 0 AND eligible_cost_nok < 'NaN'),
	items text[],
	own_max_percent numeric(7,4) CHECK (own_max_percent BETWEEN 0 AND 100),
	regime text,
	collaboration boolean NOT NULL DEFAULT false,
	dissemination boolean NOT NULL DEFAULT false,
	disadvantaged boolean NOT NULL DEFAULT false,
	restructuring boolean NOT NULL DEFAULT false,
	certified_provider boolean NOT NULL DEFAULT false,
	licensing boolean NOT NULL DEFAULT false,
	joint_call boolean NOT NULL DEFAULT false,
	maritime boolean NOT NULL DEFAULT false,
	multi_state boolean NOT NULL DEFAULT false,
	full_cost boolean NOT NULL DEFAULT false,
	sparsely_populated boolean NOT NULL DEFAULT false,
	large_project boolean NOT NULL DEFAULT false,
	flat_rate boolean NOT NULL DEFAULT false,
	cluster_extended boolean NOT NULL DEFAULT false,
	innovative boolean NOT NULL DEFAULT false,
	years_since_creation integer,
	cluster_year integer,
	sme_cost_share numeric(7,4),
	distance_km numeric(7,1),
	underlying tilskudd.aid_measure,
	cost_base text NOT NULL GENERATED ALWAYS AS (coalesce('project ' || project::text, 'award ' || id::text)) STORED,
	max_percent numeric GENERATED ALWAYS AS (least(own_max_percent, tilskudd.max_intensity(measure, enterprise_size, granted_on,
		tilskudd.zone(kommunenr, granted_on), regime, collaboration, dissemination, disadvantaged, restructuring, certified_provider,
		licensing, joint_call, maritime, multi_state, full_cost, sparsely_populated, large_project, flat_rate, cluster_extended,
		innovative, false, years_since_creation, cluster_year, NULL, sme_cost_share, distance_km, underlying))) STORED,
	UNIQUE (id, holdback),
	CONSTRAINT award_life_check CHECK (reserved_on <= granted_on),
	CONSTRAINT award_changed_check CHECK ((status IN ('reserved', 'granted') OR status_on IS NOT NULL) AND status_on >= coalesce(reserved_on, granted_on)),
	CONSTRAINT award_reduced_check CHECK ((status <> 'reduced' OR reduced_from_nok IS NOT NULL) AND reduced_from_nok > nominal_nok AND reduced_from_nok < 'NaN'),
	CONSTRAINT award_rate_check CHECK ((nok_per_eur IS NULL) = (rate_date IS NULL) AND rate_date <= granted_on),
	CONSTRAINT award_eur_check CHECK (abs(gge_eur - tilskudd.to_eur(gge_nok, nok_per_eur)) <= 0.01),
	CONSTRAINT award_frame_check CHECK ((frame_year IS NULL) = (frame_post IS NULL)));
CREATE INDEX ON @schema@.award (orgnr);
CREATE INDEX ON @schema@.award (project);
CREATE INDEX ON @schema@.award (scheme);
CREATE INDEX ON @schema@.award (application);
CREATE INDEX ON @schema@.award (rate_date);
CREATE INDEX ON @schema@.award (granted_on);
COMMENT ON TABLE @schema@.award IS 'Awards. Aid counts while it is reserved, granted or reduced; what is withdrawn or has lapsed stays as a record. What the intensity depends on has the names of the arguments of tilskudd.max_intensity().';
COMMENT ON COLUMN @schema@.award.id IS 'number of the award';
COMMENT ON COLUMN @schema@.award.granting_authority IS 'who grants it; its officers write it';
COMMENT ON COLUMN @schema@.award.orgnr IS 'who has the aid';
COMMENT ON COLUMN @schema@.award.kommunenr IS 'municipality that the aid is for, by a number of any time; NULL: none, or not known';
COMMENT ON COLUMN @schema@.award.scheme IS 'the scheme; NULL: ad hoc aid';
COMMENT ON COLUMN @schema@.award.application IS 'the application; NULL: not known';
COMMENT ON COLUMN @schema@.award.project IS 'the project; NULL: none';
COMMENT ON COLUMN @schema@.award.purpose IS 'purpose; NULL: that of the scheme';
COMMENT ON COLUMN @schema@.award.nace IS 'industry that the aid is for, by its code in SN2007; NULL: that of the enterprise';
COMMENT ON COLUMN @schema@.award.register_number IS 'its number in the national register of aid; NULL: not entered';
COMMENT ON COLUMN @schema@.award.status IS 'reserved (is to be granted), granted, reduced, withdrawn, lapsed';
COMMENT ON COLUMN @schema@.award.reserved_on IS 'the day on which it was reserved; NULL: granted at once';
COMMENT ON COLUMN @schema@.award.granted_on IS 'the day on which the right to the aid arose; while it is reserved, on which it is to arise';
COMMENT ON COLUMN @schema@.award.status_on IS 'the day on which it was reduced, withdrawn or lapsed';
COMMENT ON COLUMN @schema@.award.lapses_on IS 'the day from which on the award lapses unless it is used; NULL: not stated';
COMMENT ON COLUMN @schema@.award.reduced_from_nok IS 'nominal amount before it was reduced, in NOK; NULL: never reduced';
COMMENT ON COLUMN @schema@.award.reasons IS 'reasons for the decision, or for the change of it';
COMMENT ON COLUMN @schema@.award.instrument IS 'form of the aid: grant, interest_subsidy, loan, advance, guarantee, equity, risk_finance, tax_advantage, tax_exemption, other';
COMMENT ON COLUMN @schema@.award.nominal_nok IS 'nominal amount in NOK: what is granted, lent, guaranteed; that of a reduced award as it is now';
COMMENT ON COLUMN @schema@.award.gge_nok IS 'gross grant equivalent in NOK; of a grant, the nominal amount; NULL: not known';
COMMENT ON COLUMN @schema@.award.gge_eur IS 'gross grant equivalent in EUR, as it was on the day of the grant; NULL: not known';
COMMENT ON COLUMN @schema@.award.nok_per_eur IS 'the rate by which it was found, NOK for one EUR';
COMMENT ON COLUMN @schema@.award.rate_date IS 'the day of that rate: that of the grant, or the last one before it that has a rate';
COMMENT ON COLUMN @schema@.award.frame_year IS 'the year whose frame it takes; NULL: no frame';
COMMENT ON COLUMN @schema@.award.frame_post IS 'the post whose frame it takes';
COMMENT ON COLUMN @schema@.award.frame IS 'the frame that it takes: authority/post/year';
COMMENT ON COLUMN @schema@.award.holdback IS 'whether it is paid as H3-6 to H3-12 have it: a part is held back until the accounts are attested';
COMMENT ON COLUMN @schema@.award.de_minimis_pool IS 'the ceiling of de minimis aid that it counts against; NULL: no de minimis aid';
COMMENT ON COLUMN @schema@.award.de_minimis IS 'whether it is de minimis aid';
COMMENT ON COLUMN @schema@.award.road_freight IS 'whether the aid is for road freight transport, which had a lower ceiling';
COMMENT ON COLUMN @schema@.award.fiscal_year_start_month IS 'the month in which the enterprise''s fiscal year began then';
COMMENT ON COLUMN @schema@.award.measure IS 'what the aid is for, as law_measure has it';
COMMENT ON COLUMN @schema@.award.enterprise_size IS 'size of the enterprise as declared; NULL: not known';
COMMENT ON COLUMN @schema@.award.eligible_cost_nok IS 'eligible cost in NOK of the whole project, or of the items; NULL: none that can be identified, or not known';
COMMENT ON COLUMN @schema@.award.items IS 'the cost items that it is for; NULL: the whole project';
COMMENT ON COLUMN @schema@.award.own_max_percent IS 'a lower ceiling in percent that the scheme or the call sets; NULL: none';
COMMENT ON COLUMN @schema@.award.regime IS 'the regulation, as law_regime has it; NULL: the first in force that speaks of the measure';
COMMENT ON COLUMN @schema@.award.collaboration IS 'effective collaboration';
COMMENT ON COLUMN @schema@.award.dissemination IS 'results are spread widely';
COMMENT ON COLUMN @schema@.award.disadvantaged IS 'for disadvantaged workers or workers with disabilities';
COMMENT ON COLUMN @schema@.award.restructuring IS 'extraordinary restructuring effort';
COMMENT ON COLUMN @schema@.award.certified_provider IS 'service of a certified provider';
COMMENT ON COLUMN @schema@.award.licensing IS 'results are licensed on market terms';
COMMENT ON COLUMN @schema@.award.joint_call IS 'chosen in a joint call of several states';
COMMENT ON COLUMN @schema@.award.maritime IS 'for maritime transport';
COMMENT ON COLUMN @schema@.award.multi_state IS 'several states take part';
COMMENT ON COLUMN @schema@.award.full_cost IS 'the whole cost is eligible';
COMMENT ON COLUMN @schema@.award.sparsely_populated IS 'in an area of very low population density';
COMMENT ON COLUMN @schema@.award.large_project IS 'a large investment project';
COMMENT ON COLUMN @schema@.award.flat_rate IS 'cost by flat rates';
COMMENT ON COLUMN @schema@.award.cluster_extended IS 'an innovation cluster of the extended kind';
COMMENT ON COLUMN @schema@.award.innovative IS 'an innovative enterprise';
COMMENT ON COLUMN @schema@.award.years_since_creation IS 'year since the enterprise was created, the first is 1; NULL: not known';
COMMENT ON COLUMN @schema@.award.cluster_year IS 'year of the aid to a cluster, the first is 1; NULL: not known';
COMMENT ON COLUMN @schema@.award.sme_cost_share IS 'part of the cost that small and medium-sized enterprises bear, in percent; NULL: not known';
COMMENT ON COLUMN @schema@.award.distance_km IS 'distance of transport in km; NULL: not known';
COMMENT ON COLUMN @schema@.award.underlying IS 'the research that led to a property right; NULL: none';
COMMENT ON COLUMN @schema@.award.cost_base IS 'whose costs it is for: its project, or itself';
COMMENT ON COLUMN @schema@.award.max_percent IS 'the highest intensity in percent that the law and own_max_percent allow it; NULL: not known, or not a matter of percent';

CREATE TABLE @schema@.payment (
	id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	award integer NOT NULL,
	nok numeric(15,2) NOT NULL CHECK (nok >= 0 AND nok < 'NaN'),
	paid_on date NOT NULL CHECK (isfinite(paid_on)),
	final boolean NOT NULL DEFAULT false,
	holdback boolean NOT NULL DEFAULT true,
	note text,
	FOREIGN KEY (award, holdback) REFERENCES @schema@.award (id, holdback) ON UPDATE CASCADE);
CREATE INDEX ON @schema@.payment (award);
COMMENT ON TABLE @schema@.payment IS 'Payments of awards. What is paid back is taken off the payment.';
COMMENT ON COLUMN @schema@.payment.id IS 'number of the payment';
COMMENT ON COLUMN @schema@.payment.award IS 'the award';
COMMENT ON COLUMN @schema@.payment.nok IS 'the amount in NOK';
COMMENT ON COLUMN @schema@.payment.paid_on IS 'the day of the payment';
COMMENT ON COLUMN @schema@.payment.final IS 'whether it is the last payment: the project has ended';
COMMENT ON COLUMN @schema@.payment.holdback IS 'as the award has it';
COMMENT ON COLUMN @schema@.payment.note IS 'what there is to say';

CREATE TABLE @schema@.recovery (
	id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	award integer NOT NULL REFERENCES @schema@.award,
	ground text NOT NULL,
	demanded_on date NOT NULL CHECK (isfinite(demanded_on)),
	demanded_nok numeric(15,2) NOT NULL CHECK (demanded_nok >= 0 AND demanded_nok < 'NaN'),
	interest_nok numeric(15,2) NOT NULL DEFAULT 0 CHECK (interest_nok >= 0 AND interest_nok < 'NaN'),
	repaid_nok numeric(15,2) NOT NULL DEFAULT 0 CHECK (repaid_nok >= 0 AND repaid_nok < 'NaN'),
	repaid_on date,
	CONSTRAINT recovery_repaid_check CHECK (repaid_nok <= demanded_nok + interest_nok AND (repaid_nok = 0 OR repaid_on IS NOT NULL)));
CREATE INDEX ON @schema@.recovery (award);
COMMENT ON TABLE @schema@.recovery IS 'Aid that is demanded back (H3-13, H3-14).';
COMMENT ON COLUMN @schema@.recovery.id IS 'number of the demand';
COMMENT ON COLUMN @schema@.recovery.award IS 'the award';
COMMENT ON COLUMN @schema@.recovery.ground IS 'the ground, such as law_recovery lists them';
COMMENT ON COLUMN @schema@.recovery.demanded_on IS 'the day of the demand';
COMMENT ON COLUMN @schema@.recovery.demanded_nok IS 'what is demanded without interest, in NOK';
COMMENT ON COLUMN @schema@.recovery.interest_nok IS 'interest demanded, in NOK, such as tilskudd.recovery_interest() finds';
COMMENT ON COLUMN @schema@.recovery.repaid_nok IS 'what was repaid of both, in NOK';
COMMENT ON COLUMN @schema@.recovery.repaid_on IS 'the day of the last repayment; NULL: nothing was repaid';
