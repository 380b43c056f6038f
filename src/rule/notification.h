/*-------------------------------------------------------------------------
 *
 * notification.h
 *	  Thresholds of notification and publication, large investment projects,
 *	  restructuring.
 *
 * Plain C.  Any day of the server's type date is safe.
 *
 * src/rule/notification.h
 *
 *-------------------------------------------------------------------------
 */
#ifndef TILSKUDD_RULE_NOTIFICATION_H
#define TILSKUDD_RULE_NOTIFICATION_H

#include "law/law.h"

#define NOTIFICATION_ANY_REGIME	(-1)
#define NOTIFICATION_OTHER_PERCENT	(-1)

/* What aid is asked about. */
typedef struct NotificationQuestion
{
	int			measure;
	int32_t		day;
	int			regime;			/* in law_regimes, or NOTIFICATION_ANY_REGIME */
	unsigned	conditions;		/* set of LawThresholdCondition */
	int			percent;		/* the intensity, if it is a whole number of
								 * percent; otherwise NOTIFICATION_OTHER_PERCENT */
} NotificationQuestion;

typedef enum RestructuringStatus
{
	RESTRUCTURING_NOT_MET,
	RESTRUCTURING_DISCRETIONARY,
	RESTRUCTURING_MET,
	RESTRUCTURING_UNKNOWN
} RestructuringStatus;

extern const LawThreshold *notification_sample(const NotificationQuestion *question);
extern const LawThreshold *notification_row(const NotificationQuestion *question);
extern const LawThreshold *publication_row(int32_t day);
extern const LawThreshold *large_project_cost(int measure, int32_t day);
extern const LawThreshold *first_tranche(int measure, int32_t day);
extern const LawThreshold *next_tranche(const LawThreshold *tranche, int32_t day);
extern RestructuringStatus restructuring_status(int32_t jobs_lost,
												int32_t employed_before,
												int32_t years);

#endif							/* TILSKUDD_RULE_NOTIFICATION_H */
