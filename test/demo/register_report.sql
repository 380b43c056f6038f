-- What the views of the register show.

\pset border 1
\pset linestyle ascii
\pset footer off
\pset null -
\pset numericlocale on
\pset format wrapped
\pset columns 150
SET datestyle = ISO;
SET client_min_messages = error;
SET tilskudd.as_of = '2012-12-31';
SET search_path = grants;

\echo
\echo
\echo 'THE REGISTER'
\echo '------------'
\echo 'CALL tilskudd.create_register(''grants'') made tables, guards and views; register.sql filled them with an invented year,'
\echo '2012. The views are what a tool for tables and charts reads, here as of 2012-12-31 (tilskudd.as_of).'
\echo
\echo 'v_award: is it lawful? green: yes; yellow: yes, less than a tenth of the maximum is left; red: no; grey: undecided,'
\echo 'or does not count. De minimis aid is in EUR.'
\echo
SELECT award, enterprise, municipality, zone, measure, enterprise_size AS size, status, round(nominal_nok) AS nominal_nok, unit, round(maximum) AS maximum, round(headroom) AS headroom, traffic_light AS light
FROM v_award ORDER BY granted_on, award;

\echo 'v_de_minimis_balance: what may still be granted, and when there is more room. Enterprises of one owner share one ceiling.'
\echo
SELECT orgnr, enterprise, used_eur, ceiling_eur, headroom_eur, room_returns_on, traffic_light AS light
FROM v_de_minimis_balance WHERE used_eur > 0 ORDER BY headroom_eur, orgnr;

\echo 'v_undertaking: who is one undertaking, and the size by the figures of all that are linked'
\echo
SELECT orgnr, enterprise, undertaking, members, declared_size, size, headcount, linked, partners FROM v_undertaking ORDER BY orgnr;

\echo 'v_project_cumulation: all aid to one project'
\echo
SELECT project, title, awards, aid_nok, eligible_cost_nok, intensity_percent AS percent, maximum_nok, traffic_light AS light FROM v_project_cumulation ORDER BY project;

\echo 'v_frame: what is committed of each frame'
\echo
SELECT frame, frame_nok, awards, committed_nok, withdrawn_nok, available_nok, round(used_percent, 1) AS percent, traffic_light AS light FROM v_frame ORDER BY frame;

\echo 'v_violation: where guards are broken. This frame was cut after it had been committed.'
\echo
SELECT subject, key, guard, on_date, used, maximum, excess, unit FROM v_violation ORDER BY subject, key;

\echo 'v_payment_due: what may be paid now'
\echo
SELECT award, enterprise, granted_nok, paid_nok, final, payable_nok, accounts, state FROM v_payment_due WHERE payable_nok > 0 ORDER BY award;

\echo 'v_retention: how long records are kept'
\echo
SELECT award, enterprise, granted_on, keep_until FROM v_retention ORDER BY keep_until LIMIT 3;

\echo 'v_municipality_year: aid by municipality, zone and year, here by zone'
\echo
SELECT zone, year::text, sum(awards) AS awards, sum(nominal_nok) AS nominal_nok, sum(gge_eur) AS gge_eur FROM v_municipality_year GROUP BY zone, year ORDER BY v_municipality_year.year, zone;

\echo 'v_annual_report: the figures of the yearly report'
\echo
SELECT year::text, granting_authority, scheme, applications, rejected, awards, granted_nok, withdrawn_nok, paid_nok FROM v_annual_report WHERE year = 2012 ORDER BY granting_authority, scheme;

\echo 'v_quality: what is missing or odd'
\echo
SELECT fault, subject, key, orgnr, detail FROM v_quality ORDER BY fault, key;

\echo 'v_award_as_of: as things stood on 2012-07-31, before one award was reduced and one withdrawn'
\echo
SET tilskudd.as_of = '2012-07-31';
SELECT award, enterprise, status, granted_on, nominal_nok, paid_nok FROM v_award_as_of WHERE orgnr IN ('120770527', '109917095', '114419559') AND NOT de_minimis ORDER BY award;
