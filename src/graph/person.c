/*-------------------------------------------------------------------------
 *
 * person.c
 *	  What natural persons control, alone or acting jointly.
 *
 * src/graph/person.c
 *
 *-------------------------------------------------------------------------
 */
#include "graph/graph.h"

#include "miscadmin.h"

/* One of those who act jointly, of whom the first has the least number. */
typedef struct Person
{
	int32		first;
	int32		entity;
} Person;

struct Persons
{
	const Graph *graph;
	Reach	   *reach;
	Person	   *joint;
	int			njoint;
	int			next_joint;
	int32		next_alone;		/* where to look for one who acts alone */
};

static int
compare_persons(const void *a, const void *b)
{
	const Person *x = a;
	const Person *y = b;

	return x->first != y->first ? (x->first < y->first ? -1 : 1) : (x->entity > y->entity) - (x->entity < y->entity);
}

/* Finds who acts jointly; those alone are most, and in order already. */
static void
find_joint(Persons *persons)
{
	const Input *input = persons->graph->input;
	int32	   *firsts = palloc_extended(sizeof(int32) * (input->groups.count + 1), MCXT_ALLOC_HUGE);

	memset(firsts, -1, sizeof(int32) * (input->groups.count + 1));
	persons->joint = palloc_extended(sizeof(Person) * (input->nentities + 1), MCXT_ALLOC_HUGE);
	for (int32 i = 0; i < input->nentities; i++)
	{
		int32		group = input->entities[i].group;

		if (input->entities[i].kind != KIND_PERSON || group < 0)
			continue;
		if (firsts[group] < 0)
			firsts[group] = i;
		persons->joint[persons->njoint++] = (Person) {firsts[group], i};
	}
	qsort(persons->joint, persons->njoint, sizeof(Person), compare_persons);
	pfree(firsts);
}

/* Begins to go through the persons of a graph; NULL if it has none. */
Persons *
persons_begin(const Graph *graph)
{
	Persons    *persons;
	int32		person = 0;

	while (person < graph->n && graph->input->entities[person].kind != KIND_PERSON)
		person++;
	if (person == graph->n)
		return NULL;
	persons = palloc0(sizeof(Persons));
	persons->graph = graph;
	persons->next_alone = person;
	persons->reach = reach_begin(graph, graph->input->options.capital_majority_links);
	find_joint(persons);
	return persons;
}

/*
 * What the next person controls, or the next who act jointly, in the order of
 * the first of them; until the call after.  -1: there are no more.
 */
int32
persons_next(Persons *persons, int32 **controlled, int *count)
{
	const Entity *entities = persons->graph->input->entities;
	int32		n = persons->graph->n;
	int32		first;

	CHECK_FOR_INTERRUPTS();
	while (persons->next_alone < n &&
		   (entities[persons->next_alone].kind != KIND_PERSON || entities[persons->next_alone].group >= 0))
		persons->next_alone++;
	first = persons->next_alone;
	if (persons->next_joint < persons->njoint)
		first = Min(first, persons->joint[persons->next_joint].first);
	if (first == n)
		return -1;

	reach_clear(persons->reach);
	if (first == persons->next_alone)
		reach_start(persons->reach, persons->next_alone++);
	for (; persons->next_joint < persons->njoint && persons->joint[persons->next_joint].first == first; persons->next_joint++)
		reach_start(persons->reach, persons->joint[persons->next_joint].entity);
	*controlled = reach_controlled(persons->reach, count);
	return first;
}
