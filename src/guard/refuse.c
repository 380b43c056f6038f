/*-------------------------------------------------------------------------
 *
 * refuse.c
 *	  What a guard says of awards that do not keep its limits.
 *
 * src/guard/refuse.c
 *
 *-------------------------------------------------------------------------
 */
#include "guard/refuse.h"

#include "access/table.h"
#include "access/tableam.h"
#include "catalog/pg_class.h"
#include "executor/executor.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "function/number.h"
#include "function/verdict.h"
#include "guard/headroom.h"
#include "guard/override.h"
#include "message.h"

/* What to do about a row that can not be decided upon. */
static const char *
doubt_hint(const GuardRule *rule, RowDoubt doubt)
{
	if (rule->keeps)
		return _("Mode \"strict\" keeps such rows; mode \"block\" lets them go.");
	switch (doubt)
	{
		case ROW_BAD_AMOUNT:
			return _("Amounts are zero or more. What was waived or withdrawn is taken off the award itself.");
		case ROW_BAD_POOL:
			return _("Correct the name of the pool.");
		case ROW_BAD_MONTH:
			return _("Months are 1 to 12; 1 is the calendar year.");
		case ROW_BAD_COST:
			return _("An eligible cost is zero or more.");
		case ROW_BAD_ITEMS:
			return _("Give the names of the items, or NULL if there are no identifiable costs.");
		case ROW_BAD_INTENSITY:
			return _("An intensity is a percentage: 45 for 45 %.");
		case ROW_BAD_MAX_AMOUNT:
			return _("Amounts are zero or more; NULL is no such limit.");
		case ROW_NO_INTENSITY:
			return _("Mode \"strict\" refuses such rows; mode \"block\" lets them in without a test of their own ceiling.");
		case ROW_NO_REGIME:
			return _("Mode \"strict\" refuses such rows; mode \"block\" lets them in without a test on their own day.");
		default:
			return _("Mode \"strict\" refuses such rows; mode \"block\" lets them in, and they do not count.");
	}
}

/*
 * What can not be decided is said; a strict guard refuses it.  Values that
 * mean nothing are errors where they are written.
 */
void
refuse_doubt(const Guard *guard, RowDoubt doubt, int ndoubts, bool written)
{
	const Declaration *declaration = guard->declaration;
	Relation	table = table_open(guard->relid, AccessShareLock);
	bool		is_bad = doubt >= ROW_BAD_AMOUNT && written;
	bool		refused = declaration->mode == GUARD_STRICT ||
		(is_bad && declaration->mode == GUARD_BLOCK);

	ereport(refused ? ERROR : WARNING,
			(errcode(is_bad ? ERRCODE_INVALID_PARAMETER_VALUE : ERRCODE_CHECK_VIOLATION),
			 written ?
			 errmsg_plural("%d row of table \"%s\" can not be decided upon by guard \"%s\": %s",
						   "%d rows of table \"%s\" can not be decided upon by guard \"%s\": %s",
						   ndoubts, ndoubts, RelationGetRelationName(table),
						   declaration->constraint, _(row_doubt_text(doubt))) :
			 errmsg(declaration->rule->uncounted, RelationGetRelationName(table),
					declaration->constraint, _(row_doubt_text(doubt))),
			 errhint_internal("%s", doubt_hint(declaration->rule, doubt)),
			 errtableconstraint(table, declaration->constraint)));
	table_close(table, AccessShareLock);
}

static int
compare_rows(const void *a, const void *b)
{
	const Probe *x = a;
	const Probe *y = b;

	if (x->firing->relid != y->firing->relid)
		return x->firing->relid < y->firing->relid ? -1 : 1;
	return ItemPointerCompare((ItemPointer) &x->tid, (ItemPointer) &y->tid);
}

static int
compare_probe_days(const void *a, const void *b)
{
	DateADT		x = ((const Probe *) a)->award.day;
	DateADT		y = ((const Probe *) b)->award.day;

	return (x > y) - (x < y);
}

/*
 * What became of a row that was written: triggers may have changed it again
 * since.  False if it is gone, does not count any more, or belongs to another
 * undertaking.
 */
static bool
follow_probe(const Guard *guard, Probe *probe, Relation table, TupleTableSlot *slot)
{
	int			member = probe->award.member;
	Datum		key;

	if (!newest_version(table, &probe->tid, slot) ||
		!counted_row(&probe->firing->counted, slot) ||
		award_of_slot(guard, probe->firing->columns, slot, &key, &probe->award) != ROW_CLEAR ||
		compare_keys(guard, key, probe->key) != 0)
		return false;
	probe->tid = slot->tts_tid;
	probe->award.member = member;
	return true;
}

/* The rows that were written, as they are now, each once and in the order of their days. */
Probe *
live_probes(const Guard *guard, const Probe *probes, size_t nprobes, size_t *nlive)
{
	Probe	   *live = palloc_extended(nprobes * sizeof(Probe), MCXT_ALLOC_HUGE);
	size_t		n = 0,
				unique = 0;

	for (size_t i = 0; i < nprobes; i++)
	{
		Relation	table = table_open(probes[i].firing->relid, AccessShareLock);
		TupleTableSlot *slot = table_slot_create(table, NULL);

		live[n] = probes[i];
		if (follow_probe(guard, &live[n], table, slot))
			n++;
		ExecDropSingleTupleTableSlot(slot);
		table_close(table, AccessShareLock);
	}
	qsort(live, n, sizeof(Probe), compare_rows);
	for (size_t i = 0; i < n; i++)
	{
		if (unique == 0 || compare_rows(&live[unique - 1], &live[i]) != 0)
			live[unique++] = live[i];
	}
	qsort(live, unique, sizeof(Probe), compare_probe_days);
	*nlive = unique;
	return live;
}

/* How much of a window's aid was written now. */
static Numeric
requested_within(const Excess *excess, const Probe *probes, size_t nprobes)
{
	Numeric		sum = number_of(0);

	for (size_t i = 0; i < nprobes; i++)
	{
		if (excess_includes(excess, &probes[i].award))
			sum = number_add(sum, award_number(&probes[i].award));
	}
	return sum;
}

static int
compare_awards(const void *a, const void *b)
{
	const GuardAward *x = a;
	const GuardAward *y = b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (x->member != y->member)
		return x->member < y->member ? -1 : 1;
	if (x->class != y->class)
		return x->class - y->class;
	if (x->month != y->month)
		return x->month - y->month;
	return award_compare_amounts(x, y);
}

/* The awards without those that were written now. */
static GuardAwards
other_awards(const GuardAwards *awards, const Probe *probes, size_t nprobes)
{
	GuardAward *all = palloc_extended(awards->count * sizeof(GuardAward) + 1, MCXT_ALLOC_HUGE);
	GuardAward *written = palloc_extended(nprobes * sizeof(GuardAward), MCXT_ALLOC_HUGE);
	GuardAwards others;
	size_t		next = 0;

	memcpy(all, awards->awards, awards->count * sizeof(GuardAward));
	for (size_t i = 0; i < nprobes; i++)
		written[i] = probes[i].award;
	qsort(all, awards->count, sizeof(GuardAward), compare_awards);
	qsort(written, nprobes, sizeof(GuardAward), compare_awards);
	awards_init(&others);
	for (size_t i = 0; i < awards->count; i++)
	{
		while (next < nprobes && compare_awards(&written[next], &all[i]) < 0)
			next++;
		if (next < nprobes && compare_awards(&written[next], &all[i]) == 0)
			next++;
		else
			awards_add(&others, &all[i]);
	}
	return others;
}

/* What would be lawful instead, as a sentence. */
static const char *
lawful_alternative(const Guard *guard, const GuardAwards *others, const KeyGroup *group,
				   const GuardAward *award, Numeric requested)
{
	Walks		walks;
	Room		room;
	Numeric		at_most = NULL;
	DateADT		first_day = award->day;
	DateADT		day;

	walks_start(&walks, guard, others, group, award,
				de_minimis_horizon(CLASS_POOL(award->class)));
	while (walks_next_day(&walks, &day))
	{
		bool		known = walks_look(&walks, day, &room);

		if (at_most == NULL)
		{
			at_most = known && !number_is_negative(room.headroom) ? room.headroom : number_of(0);
			first_day = day;
		}
		else if (known && number_compare(requested, room.headroom) <= 0)
			return psprintf(_("At most %s EUR may be granted on %s; %s EUR from %s on."),
							number_print(at_most), tilskudd_date(first_day),
							number_print(requested), tilskudd_date(day));
	}
	return psprintf(_("At most %s EUR may be granted on %s; %s EUR on no later day that the law tables know."),
					number_print(at_most), tilskudd_date(first_day), number_print(requested));
}

/*
 * The detail with the key of an award, and cost items, for the writer of it.  Whoever may not
 * read the table may have written the row by a cascade, and learns totals only.
 */
static const char *
with_readable_key(const Guard *guard, Relation table, Datum key, const char *items, const char *detail)
{
	AttrNumber	column = guard->declaration->columns[GUARD_KEY];
	const char *column_name;

	if (!writer_reads_column(guard, GUARD_KEY))
		return detail;
	column_name = NameStr(TupleDescAttr(RelationGetDescr(table), column - 1)->attname);
	if (items != NULL && writer_reads_column(guard, GUARD_ITEMS))
		/* translator: the last is one or several sentences */
		return psprintf(_("Key (%s)=(%s), cost items %s: %s"), column_name,
						tilskudd_shorten(key_print(guard, key)), items, detail);
	/* translator: the last is one or several sentences */
	return psprintf(_("Key (%s)=(%s): %s"), column_name, tilskudd_shorten(key_print(guard, key)), detail);
}

/* The award that is to blame: the first with any aid that was written within the window. */
static const Probe *
probe_within(const Excess *excess, const Probe *probes, size_t nprobes)
{
	for (size_t i = 0; i < nprobes; i++)
	{
		if (excess_includes(excess, &probes[i].award))
			return &probes[i];
	}
	return NULL;
}

/* Whether what was written is let in as an override, which is then recorded; if denied, it notes why. */
bool
refusal_overridden(Refusal *refusal)
{
	Override	override = {
		.guard = refusal->guard, .key = refusal->probe->key, .day = refusal->probe->award.day,
		.requested = refusal->requested, .used = refusal->used, .ceiling = refusal->ceiling,
		.citation = refusal->citation
	};

	if (!override_takes_place(refusal->guard, &refusal->denied))
		return false;
	override.table = table_open(refusal->guard->relid, AccessShareLock);
	override_record(&override);
	table_close(override.table, AccessShareLock);
	return true;
}

/* Refuses what was written, or warns, as the guard is declared; detail and hint are translated. */
void
refusal_report(const Refusal *refusal, const char *detail, const char *hint)
{
	const Declaration *declaration = refusal->guard->declaration;
	Relation	table = table_open(refusal->guard->relid, AccessShareLock);
	const char *day = tilskudd_date(refusal->probe->award.day);

	if (refusal->denied != NULL)
		detail = psprintf("%s %s", detail, refusal->denied);
	ereport(declaration->mode >= (refusal->undecided ? GUARD_STRICT : GUARD_BLOCK) ? ERROR : WARNING,
			(errcode(ERRCODE_CHECK_VIOLATION),
			 refusal->is_record ?
			 errmsg("record of %s in table \"%s\" is kept by guard \"%s\"",
					day, RelationGetRelationName(table), declaration->constraint) :
			 errmsg(refusal->undecided ? declaration->rule->undecided : declaration->rule->refused,
					day, RelationGetRelationName(table), declaration->constraint),
			 errdetail_internal("%s", with_readable_key(refusal->guard, table, refusal->probe->key,
														refusal->items, detail)),
			 errhint_internal("%s", hint),
			 errtableconstraint(table, declaration->constraint)));
	table_close(table, AccessShareLock);
}

/*
 * A window has too much aid.  Refuses it, or warns, or records an override, as
 * the guard is declared; or does nothing, if no aid that was granted now lies
 * within the window: what was there before stays lawful (2023/2831 Art
 * 3(8)), or is for the audit to find.  Returns whether to go on testing.
 */
bool
refuse(Guard *guard, const Probe *probes, size_t nprobes, const GuardAwards *awards,
	   const KeyGroup *group, const Excess *excess)
{
	Refusal		refusal = {.guard = guard};
	const LawTable *law;
	GuardAwards others;
	int			row;

	if (probe_within(excess, probes, nprobes) != NULL)
	{
		probes = live_probes(guard, probes, nprobes, &nprobes);
		refusal.probe = probe_within(excess, probes, nprobes);
	}
	if (refusal.probe == NULL)
		return true;
	law = limit_law(excess->limit, excess->window.last, &row);
	refusal.requested = requested_within(excess, probes, nprobes);
	refusal.used = number_subtract(award_list_number(excess->list, excess->list->sum), refusal.requested);
	refusal.ceiling = number_of(excess->window.ceiling);
	refusal.citation = verdict_citation(law, row);
	if (refusal_overridden(&refusal))
		return false;
	others = other_awards(awards, probes, nprobes);
	refusal_report(&refusal,
				   psprintf(_("%s EUR are used from %s to %s, %s EUR are requested, the ceiling is %s EUR: %s."),
							number_print(refusal.used),
							tilskudd_date(excess->window.first), tilskudd_date(excess->window.last),
							number_print(refusal.requested), number_print(refusal.ceiling),
							verdict_source(law, row)),
				   lawful_alternative(guard, &others, group, &refusal.probe->award, refusal.requested));
	return false;
}
