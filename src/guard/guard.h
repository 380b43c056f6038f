/*-------------------------------------------------------------------------
 *
 * guard.h
 *	  Limits on the user's own tables.
 *
 * A guard is declared by four triggers on a table and by nothing else (those
 * of a rule that keeps rows fire for other events, see below):
 *
 *	NAME_guard			after INSERT or UPDATE, per row, a constraint trigger;
 *						its argument is part of the declaration, as jsonb
 *	NAME_guard_columns	after UPDATE OF the guard's columns, per row, a
 *						constraint trigger that never fires: its list has the
 *						columns, and its WHEN says which rows count, so that both
 *						follow when columns are renamed.  (The server would read
 *						and compile a WHEN of the first trigger for every
 *						statement, which takes longer than to check a row.)
 *	NAME_guard_begin	before INSERT or UPDATE, per statement
 *	NAME_guard_end		after INSERT or UPDATE, per statement
 *
 * A rule that keeps rows is told of DELETE by the row trigger, of INSERT only
 * to know of rows that move, and of TRUNCATE by NAME_guard_begin, which every
 * partition has as well for that.
 *
 * A guard reads the table as its owner.  Whoever may make triggers on the table
 * could so act as the owner, so the row trigger must have a comment, which only
 * the owner can give; and neither of the constraint triggers can be replaced.
 *
 * The row trigger notes what was written (a probe).  The end of the statement
 * checks all of it at once: each undertaking is locked, then read, then
 * tested.  A row that no statement trigger announces, because a partition is
 * written directly or the statement comes from logical replication, is checked
 * by the row trigger itself; a deferred one, before the commit.
 *
 * src/guard/guard.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_GUARD_GUARD_H
#define TILSKUDD_GUARD_GUARD_H

#include "compat.h"

#include "access/attnum.h"
#include "nodes/pg_list.h"
#include "utils/date.h"
#include "utils/jsonb.h"
#include "utils/numeric.h"
#include "utils/plancache.h"
#include "utils/relcache.h"
#include "utils/reltrigger.h"
#include "utils/snapshot.h"

#include "function/de_minimis_sum.h"

#define GUARD_SUFFIX		"_guard"
#define GUARD_COLUMNS_SUFFIX	"_guard_columns"
#define GUARD_BEGIN_SUFFIX	"_guard_begin"
#define GUARD_END_SUFFIX	"_guard_end"

#define GUARD_COMMENT		"limit declared by tilskudd.guard()"

typedef enum GuardMode
{
	GUARD_OFF,					/* only audits and headroom */
	GUARD_WARN,					/* warns of what is unlawful */
	GUARD_BLOCK,				/* refuses it, warns of what can not be decided */
	GUARD_STRICT				/* refuses both */
} GuardMode;

/* The columns of a guard, in the order of the trigger's column list. */
typedef enum GuardColumn
{
	GUARD_KEY,
	GUARD_AMOUNT,
	GUARD_GRANTED_ON,
	/* from here on, only if the option names a column */
	GUARD_POOL,
	GUARD_ROAD_FREIGHT,
	GUARD_MONTH,
	GUARD_ELIGIBLE_COST,
	GUARD_INTENSITY,
	GUARD_MAX_AMOUNT,
	GUARD_DE_MINIMIS,
	GUARD_ITEMS,
	GUARD_FINAL,
	GUARD_LAST_AID_ON,
	GUARD_NCOLUMNS
} GuardColumn;

typedef struct GuardRule GuardRule;

/*
 * A declaration, as the catalogs have it for one table.
 */
typedef struct Declaration
{
	Oid			relid;
	Oid			trigger;		/* the row trigger */
	Oid			row_function;	/* that it calls */
	const char *constraint;		/* its name */
	const char *name;			/* the constraint's without the suffix */
	const GuardRule *rule;
	GuardMode	mode;
	bool		enabled;		/* its triggers fire */
	AttrNumber	columns[GUARD_NCOLUMNS];	/* 0: a constant */
	Node	   *counted;		/* over the table as range table entry 1; NULL: all rows */
	AidRule		constants;		/* where the columns are 0 */
	const char *ownership;		/* a query; NULL: each key stands for itself */
	const char *facts;			/* a query; NULL: the awards state them */
	const char *override_role;	/* NULL: none */
	Numeric		holdback;		/* percent of a grant; NULL: that of the law */
	Jsonb	   *options;		/* those given, without the ones that name columns */
} Declaration;

/*
 * A class of aid, which chooses the limits that count it: twice the pool, and
 * one more for road freight.
 */
#define CLASS_OF(pool, road_freight)	((pool) * 2 + ((road_freight) ? 1 : 0))
#define CLASS_POOL(class)				((class) / 2)

/* What is wrong with a row that counts, so that it can not be decided upon. */
typedef enum RowDoubt
{
	ROW_CLEAR,
	ROW_NO_KEY,
	ROW_NO_AMOUNT,
	ROW_NO_DAY,
	ROW_NO_POOL,
	ROW_NO_ROAD_FREIGHT,
	ROW_NO_MONTH,
	ROW_NO_COST,
	ROW_NO_DE_MINIMIS,
	ROW_NO_REGIME,
	ROW_NO_INTENSITY,
	ROW_NO_FINAL,
	ROW_NO_RETENTION,
	ROW_BAD_AMOUNT,
	ROW_BAD_POOL,
	ROW_BAD_MONTH,
	ROW_BAD_COST,
	ROW_BAD_INTENSITY,
	ROW_BAD_MAX_AMOUNT,
	ROW_BAD_ITEMS
} RowDoubt;

/* A record that is kept until a day, and what it would be instead. */
#define RETENTION_NONE		DATEVAL_NOBEGIN
#define RETENTION_UNSURE	(DATEVAL_NOBEGIN + 1)

typedef struct Retention
{
	DateADT		until;			/* DATEVAL_NOEND: as long as its scheme grants aid */
	DateADT		instead;		/* RETENTION_NONE: it is gone */
} Retention;

/* An award that counts. */
typedef struct GuardAward
{
	DateADT		day;
	int32		member;			/* of the undertaking */
	uint8		class;
	uint8		month;
	bool		wide;
	uint8		decimals;		/* narrow */
	bool		final;			/* payment */
	int16		law_row;		/* of table de_minimis_duty, that keeps a record */
	union
	{
		Aid			amount;		/* of a rule with sums of one amount */
		struct CostedAid *costed;	/* of a rule with costs, see cost.h */
		Retention	kept;		/* of a rule that keeps rows */
	};
} GuardAward;

typedef struct GuardAwards
{
	GuardAward *awards;
	size_t		count;
	size_t		room;
	RowDoubt	doubt;			/* about a row that is not among them */
} GuardAwards;

/* A statement under way, whose end will tell. */
typedef struct Announcement
{
	int			level;			/* of subtransactions */
	size_t		first;			/* of the probes that may be its own */
	bool		by_foreign_key;	/* and with the rights of a table's owner */
} Announcement;

/*
 * A limit: how much aid of some classes there may be within a window.
 */
typedef struct AidLimit
{
	AidRule		rule;
	uint8		classes;		/* bit n is class n */
} AidLimit;

/* Every pool has its ceiling and that of road freight; and joint ceilings. */
#define MAX_AID_LIMITS	(2 * LAW_NPOOLS + 8)

/* How Citus keeps the rows of a table, see distribution.c. */
typedef struct Distribution
{
	Oid			table;			/* InvalidOid: all rows are in the table itself */
	bool		is_shard;		/* a shard of that table, and not the table */
	char		method;			/* the rest as Citus' catalog has it */
	char		replication;
	int32		group;			/* of tables that are distributed together */
	AttrNumber	column;			/* whose value chooses the shard; 0: none */
} Distribution;

/* An expression over rows of a table, which says whether they count. */
typedef struct Counted
{
	Node	   *expression;		/* NULL: all rows */
	bool		own_functions;	/* may call functions that are not the server's */
	bool		busy;			/* one of which is at work */
	MemoryContext context;
	CachedExpression *planned;
	struct ExprState *state;
	struct ExprContext *econtext;
} Counted;

typedef struct Probe Probe;

/*
 * The rows that are summed: a table, or the root of its partitions or of its
 * inheritance tree.  Cached by the row trigger of that table.
 */
typedef struct Guard
{
	Oid			trigger;		/* hash key */
	bool		valid;			/* until the table changes */
	int			in_use;			/* by checks that are going on */
	bool		for_once;		/* not in the cache */
	MemoryContext context;
	Oid			relid;
	Oid			writer;			/* whose awards are checked, or who asks */
	Declaration *declaration;
	AidLimit	limits[MAX_AID_LIMITS];
	int			nlimits;
	Distribution distribution;
	bool		reads_more;		/* than its table: what options name */
	bool		whole_tree;		/* there are partitions, children or shards */

	/* the key's type, and that of other columns */
	Oid			key_type;
	Oid			key_collation;
	int16		key_length;
	bool		key_by_value;
	char		key_align;
	FmgrInfo	key_compare;
	FmgrInfo	key_hash;
	Oid			key_equal_operator;
	Oid			key_less_operator;
	Oid			types[GUARD_NCOLUMNS];	/* base types */
	FmgrInfo	pool_output;

	/* reading, see read.c */
	Counted		counted;
	Oid			index;			/* serves, or InvalidOid */
	bool		index_implies_counted;
	AttrNumber	index_columns[GUARD_NCOLUMNS];	/* number within it, or 0 */
	bool		index_only;		/* it has all columns that are read */
	struct _SPI_plan *plan;
	struct _SPI_plan *links_plan;	/* see group.c */
	struct _SPI_plan *facts_plan;	/* see fact.c */
	uint32		known_facts;	/* bit n: the source has column n */

	/* this transaction's, see pending.c */
	MemoryContext pending;
	Announcement *announcements;
	size_t		nannouncements;
	size_t		announcements_room;
	Probe	   *probes;
	size_t		nprobes;
	size_t		room;
} Guard;

/*
 * A table whose rows are written: its own numbers of the columns.  Cached by
 * the trigger that fires.
 */
typedef struct Firing
{
	Oid			trigger;		/* hash key */
	bool		valid;
	MemoryContext context;
	Oid			relid;
	bool		inherits;		/* from a root, perhaps through other tables */
	Guard	   *guard;
	AttrNumber	columns[GUARD_NCOLUMNS];
	Counted		counted;
} Firing;

/* An award that was written, and is to be checked. */
struct Probe
{
	int			level;			/* of subtransactions */
	Oid			writer;			/* who wrote it */
	Firing	   *firing;			/* of the table of the row */
	ItemPointerData tid;
	RowDoubt	doubt;			/* if clear, there are: */
	Datum		key;
	GuardAward	award;
};

typedef struct FactSource FactSource;
typedef struct FactRows FactRows;
struct Verdict;

/* Too much aid, for the audit.  Without a ceiling, not the amount is wrong. */
typedef void (*ViolationFunction) (DateADT day, Numeric used, Numeric ceiling,
								   const char *citation, void *arg);

/*
 * A rule: which columns it reads, what it makes of a row, and whether awards
 * of one key are limited within windows of days, or all of them together; or
 * whether it keeps rows from being deleted.
 */
struct GuardRule
{
	const char *name;
	/* messages, of table, guard and why, or of day, table and guard; but of a rule that keeps rows */
	const char *uncounted;		/* a row does not count beside one of its key that was written */
	const char *undecided;		/* a row that was written can not be decided upon */
	const char *refused;		/* it is unlawful */
	uint32		columns;		/* bit n: an option can name column n */
	uint32		needed;			/* bit n: it must */
	bool		links;			/* keys can be linked by ownership */
	const FactSource *facts;	/* what an option tells of keys, NULL: nothing */
	bool		holdback;		/* option "holdback_percent" */
	bool		windows;
	bool		keeps;			/* there is no amount; nothing of the following but read_row */
	/* makes an award of what is special about the rule, or says why it can not */
	RowDoubt	(*read_row) (const Guard *guard, const Datum *values, const bool *nulls,
							 GuardAward *award);
	/* copies what the award points to */
	void		(*copy) (GuardAward *award);
	/* whether an award is as lawful as one that was there before in its place */
	bool		(*is_no_worse) (const GuardAward *award, const GuardAward *before);
	/* what is not known of the law of an award that counts; NULL: nothing */
	RowDoubt	(*law_doubt) (const GuardAward *award);
	/* below which sum the amounts since a day are lawful in any case, in units; NULL: none is known */
	int64		(*lowest) (const Guard *guard, DateADT from, const FactRows *facts);
	/* checks what was written of one key */
	void		(*check) (Guard *guard, const Probe *probes, size_t nprobes, GuardAwards *awards,
						  const FactRows *facts);
	/* tells where the awards of one key are too much; whether that is in doubt.  NULL: of windows */
	bool		(*audit) (const Guard *guard, const GuardAwards *awards, const FactRows *facts,
						  ViolationFunction put, void *arg);
	/* what there is room for beside the awards of one key.  NULL: of windows */
	void		(*headroom) (const Guard *guard, const GuardAwards *awards, const FactRows *facts,
							 const GuardAward *planned, struct Verdict *verdict);
	const char *audit_doubt;	/* why an audit may be in doubt */
};

/* A window in which there is too much aid. */
typedef struct Excess
{
	const AidLimit *limit;
	AidWindow	window;
	const AwardList *list;		/* whose sum it is */
	const bool *members;		/* of the undertaking then; NULL: all */
} Excess;

typedef bool (*ExcessFunction) (const Excess *excess, void *arg);

/* rule.c */
extern const GuardRule *guard_rule(const char *name);
extern const char *guard_rule_names(void);

/* declaration.c */
extern const char *guard_mode_name(GuardMode mode);
extern bool guard_mode_of(const char *name, GuardMode *mode);
extern const char *guard_column_name(GuardColumn column);
extern Oid	guard_row_function(Oid sibling);
extern const Trigger *guard_row_trigger(Relation relation, const char *name);
extern const char *guard_trigger_name(Relation relation, Oid trigger);
extern Oid	guard_root(Oid trigger, Oid *root_trigger);
extern Declaration *declaration_read(Relation relation, const char *constraint, bool missing_ok);
extern char *declaration_counted(const Declaration *declaration);
extern List *declaration_list(Relation relation, Oid row_function, bool missing_ok);
extern Declaration *declaration_of(Relation relation, Oid row_function, const char *rule);
extern void declaration_check_children(const Declaration *declaration);

/* distribution.c */

/* What matters of a guard to how its table may be distributed. */
typedef struct DistributedGuard
{
	const char *constraint;
	const GuardRule *rule;
	const char *key;			/* the column */
	bool		ownership;
	Node	   *counted;
} DistributedGuard;

/* As much as Citus may append to a name: it shortens one that gets too long. */
#define SHARD_NUMBER_LENGTH	11

extern const char *shard_number(const char *name);
extern void distribution_read(Relation relation, Distribution *distribution);
extern const char *distribution_certifies(Relation relation);
extern void distribution_check(const Distribution *distribution, const DistributedGuard *guard);
extern void distribution_check_triggers(const Distribution *distribution);
extern void distribution_check_guard(const Guard *guard);
extern void distribution_check_shard(const Guard *guard);
extern void distribution_check_written(const Distribution *distribution, const char *constraint);
/* argument.c */
extern bool guard_column_accepts(GuardColumn column, Oid type);
extern int	month_value(const JsonbValue *value);
extern bool is_holdback(const JsonbValue *value);
extern bool declaration_parse(Declaration *declaration, const char *argument, const Trigger *columns,
							  TupleDesc tupdesc);

/* cache.c */
extern Firing *firing_lookup(const Trigger *trigger, Relation relation);
extern void guard_refresh(Guard *guard);
extern void guard_forget_invalid(void);
extern void guard_build(Guard *guard, Relation relation, Declaration *declaration);
extern void counted_init(Counted *counted, Node *expression);
extern bool counted_row(Counted *counted, struct TupleTableSlot *slot);

/* limit.c */
extern int	limits_of(const Declaration *declaration, AidLimit *limits);
extern void limit_list(const AidLimit *limit, const GuardAwards *awards, const bool *members,
					   AwardList *list);
extern void limits_test(const Guard *guard, const GuardAwards *awards, const bool *members,
						DateADT from, DateADT until, ExcessFunction function, void *arg);
extern int64 limits_lowest(const Guard *guard, DateADT from, const FactRows *facts);
extern RowDoubt limits_doubt(const GuardAward *award);
extern bool excess_includes(const Excess *excess, const GuardAward *award);
extern const LawTable *limit_law(const AidLimit *limit, DateADT day, int *row);

/* key.c */
extern char *key_print(const Guard *guard, Datum key);
extern int	compare_keys(const Guard *guard, Datum a, Datum b);
extern Datum key_array(const Guard *guard, const Datum *keys, int nkeys);
extern char *operator_name(Oid operator);

/* rights.c */

/* The caller's rights, to which we return. */
typedef struct OwnerRights
{
	Oid			user;
	int			security_context;
	int			settings;		/* 0: not changed */
} OwnerRights;

extern char *table_name(Oid relid);
extern Oid	table_owner(Oid relid);
extern int	restrict_settings(void);
extern void owner_rights_begin(OwnerRights *rights, Oid relid, bool calls_functions);
extern void owner_rights_end(const OwnerRights *rights);
extern bool writer_reads_column(const Guard *guard, GuardColumn column);

/* award.c */
extern const char *row_doubt_text(RowDoubt doubt);
extern Numeric award_number(const GuardAward *award);
extern bool award_is_nothing(const GuardAward *award);
extern int	award_compare_amounts(const GuardAward *a, const GuardAward *b);
extern void awards_init(GuardAwards *awards);
extern void awards_add(GuardAwards *awards, const GuardAward *award);
extern DateADT awards_last_day(const GuardAwards *awards);
extern Numeric column_number(const Guard *guard, GuardColumn column, Datum value);
extern RowDoubt aid_read_row(const Guard *guard, const Datum *values, const bool *nulls,
							 GuardAward *award);
extern void aid_copy(GuardAward *award);
extern bool aid_is_no_worse(const GuardAward *award, const GuardAward *before);
extern RowDoubt award_of(const Guard *guard, const Datum *values, const bool *nulls,
						 GuardAward *award);
extern RowDoubt award_of_slot(const Guard *guard, const AttrNumber *columns,
							  struct TupleTableSlot *slot, Datum *key, GuardAward *award);
extern bool newest_version(Relation table, const ItemPointerData *tid, struct TupleTableSlot *slot);

/* partitioned.c */
extern Oid	partition_root(Relation table);
extern bool partition_has_whole_keys(const Guard *guard, Oid partition);

/* read.c */
typedef struct Reader Reader;

extern char *counted_condition(const Declaration *declaration);
extern char *guard_query(const Guard *guard, Oid relid, const char *more, const char *where);
extern Reader *reader_begin(Guard *guard, Snapshot snapshot);
extern int	reader_batch(const Reader *reader);
extern void reader_read(Reader *reader, const Datum *keys, int nkeys, DateADT from, DateADT until,
						GuardAwards *awards);
extern bool reader_surely_within(Reader *reader, Datum key, DateADT from, DateADT until, int64 ceiling);
extern void reader_end(Reader *reader);

/* source.c */

/* A table or query that an option names. */
typedef struct Source
{
	const Guard *guard;
	const char *option;
	const char *text;
} Source;

extern void source_error(void *arg);
extern bool source_is_table(const char *text);
extern const char *source_from(const Source *source);
extern TupleDesc source_describe(const Source *source);
extern bool source_has(const Source *source, TupleDesc tupdesc, const char *name, Oid type);
extern void source_check_type(const Source *source, TupleDesc tupdesc, int column, Oid type);
extern struct _SPI_plan *source_plan(const Source *source, const char *query, bool of_some);
extern void distribution_check_source(const Source *source, List *queries, List *tables);

/* fact.c */

#define MAX_FACTS	8

/* A column of a source, beside its key. */
typedef struct FactColumn
{
	const char *name;
	Oid			type;			/* InvalidOid: any, read as text */
	bool		needed;
} FactColumn;

/* What an option tells of keys: in a table or query with these columns. */
struct FactSource
{
	const char *option;
	FactColumn	columns[MAX_FACTS];
	const char *hint;
};

typedef struct FactRow
{
	Datum		key;
	Datum		values[MAX_FACTS];
	bool		nulls[MAX_FACTS];
} FactRow;

/* In the order of their keys. */
struct FactRows
{
	FactRow    *rows;
	size_t		count;
};

extern struct _SPI_plan *facts_plan(Guard *guard, bool of_some);
extern void facts_read(Guard *guard, const Datum *keys, int nkeys, FactRows *facts);
extern FactRows facts_of_key(const Guard *guard, const FactRows *facts, Datum key);
extern bool fact_is_known(const Guard *guard, int column);
extern void bad_fact(const Guard *guard, const FactRow *row, int column, Numeric number, const char *hint);

/* group.c */

/* Two keys belong to one undertaking between two days, both included. */
typedef struct Link
{
	int			a;				/* numbers of the keys */
	int			b;
	DateADT		from;
	DateADT		until;
} Link;

/* Keys, in ascending order, and the links between them. */
typedef struct KeyGroup
{
	Datum	   *keys;
	int			nkeys;
	Link	   *links;
	int			nlinks;
} KeyGroup;

extern KeyGroup *group_read(Guard *guard, const Datum *keys, int nkeys, Snapshot snapshot);
extern int	group_find(const Guard *guard, const KeyGroup *group, Datum key);
extern int *group_components(const KeyGroup *group, DateADT from, DateADT until, int *ncomponents);
extern KeyGroup *group_split(const KeyGroup *group, const int *components, int ncomponents,
							 int *numbers);
extern bool *group_members(const KeyGroup *group, int key, DateADT day);
extern DateADT *group_changes(const KeyGroup *group, DateADT from, DateADT until, int *nchanges);
extern void group_test(const Guard *guard, const KeyGroup *group, const GuardAwards *awards,
					   const bool *concerned, DateADT from, DateADT until,
					   ExcessFunction function, void *arg);
extern struct _SPI_plan *links_plan(const Guard *guard, bool of_some);

/* pending.c */
extern void pending_init(void);
extern void pending_announce(Guard *guard);
extern void pending_add(Firing *firing, struct TupleTableSlot *row, RowDoubt doubt, Datum key,
						const GuardAward *award);
extern void pending_row(Firing *firing);
extern Probe *pending_last(Guard *guard);
extern void pending_forget_last(Guard *guard);
extern void pending_end(Guard *guard);

/* check.c */
extern void windows_check(Guard *guard, const Probe *probes, size_t nprobes, GuardAwards *awards,
						  const FactRows *facts);
extern void check_probes(Guard *guard, Probe *probes, size_t nprobes);

#endif							/* TILSKUDD_GUARD_GUARD_H */
