/*-------------------------------------------------------------------------
 *
 * disjoint.h
 *	  Disjoint sets of the numbers from 0 on: which are linked, directly or
 *	  through others.
 *
 * An array holds a number of the same set for each number, its own for the
 * root, which stands for the set.  Who joins two sets makes one root the
 * other's parent, and chooses which.
 *
 * Plain C.
 *
 * src/rule/disjoint.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_DISJOINT_H
#define TILSKUDD_RULE_DISJOINT_H

static inline int
disjoint_root(int *parents, int number)
{
	while (parents[number] != number)
	{
		parents[number] = parents[parents[number]];
		number = parents[number];
	}
	return number;
}

#endif							/* TILSKUDD_RULE_DISJOINT_H */
