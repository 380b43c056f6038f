/*-------------------------------------------------------------------------
 *
 * answer.h
 *	  An answer that is yes, no or not known.
 *
 * Plain C.
 *
 * src/rule/answer.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_ANSWER_H
#define TILSKUDD_RULE_ANSWER_H

typedef enum Answer
{
	NOT_KNOWN,
	NO,
	YES
} Answer;

/* Kleene's "or": yes if one of them is, no if both are no. */
static inline Answer
answer_or(Answer a, Answer b)
{
	if (a == YES || b == YES)
		return YES;
	return a == NO && b == NO ? NO : NOT_KNOWN;
}

/* Kleene's "and": no if one of them is, yes if both are yes. */
static inline Answer
answer_and(Answer a, Answer b)
{
	if (a == NO || b == NO)
		return NO;
	return a == YES && b == YES ? YES : NOT_KNOWN;
}

#endif							/* TILSKUDD_RULE_ANSWER_H */
