# Catalogues of messages, built and installed by PGXS where the server has NLS.
#
# From 16 on, PGXS takes the languages from po/LINGUAS and not from here.
CATALOG_NAME = tilskudd
AVAIL_LANGUAGES = $(shell cat po/LINGUAS)
GETTEXT_FILES = $(sort $(filter-out src/law/law_data.c src/register/register_sql.c,$(wildcard src/*.c src/*/*.c)))

# Functions that translate what they are given, which must not be marked there.
GETTEXT_TRIGGERS = $(BACKEND_COMMON_GETTEXT_TRIGGERS) \
    bad_option:2 \
    check_amount:2 \
    contradiction:2 \
    incomplete:3 \
    input_dates:3 \
    name_argument:2 \
    number_option:5 \
    read_label:5 \
    text_option:3 \
    verdict_require_decided:2
GETTEXT_FLAGS = $(BACKEND_COMMON_GETTEXT_FLAGS) \
    bad_option:2:c-format \
    check_amount:2:c-format \
    contradiction:2:c-format \
    input_dates:3:c-format \
    name_argument:2:c-format \
    number_option:5:c-format \
    text_option:3:c-format \
    verdict_require_decided:2:c-format
