# tilskudd: rules of Norwegian and EEA grants inside PostgreSQL
#
#   make demo [DATA=FILE]     see it work, on a throwaway server
#   make test                 every test, on a throwaway server
#   make coverage             the same, and which lines of the source were run
#   make fuzz                 random input for FUZZ_SECONDS (120), on a throwaway server
#   make bench                measured ratios, on a throwaway server
#   make dashboard            a page of figures out of a register, in docs/dashboard/dist
#   make dashboard-test       that page, opened in a browser
#   make, make install, make installcheck     as for any PGXS extension
#
# PG_CONFIG=/path/to/pg_config chooses the PostgreSQL to build for.

PG_CONFIG ?= pg_config
PERL ?= perl

EXTENSION = tilskudd
# Not VERSION: PGXS has a variable of that name, the version of PostgreSQL.
EXTVERSION = 0.2
MODULE_big = tilskudd
OBJS = $(patsubst %.c,%.o,$(sort src/law/law_data.c src/register/register_sql.c $(wildcard src/*.c src/law/*.c src/rule/*.c src/type/*.c src/function/*.c src/guard/*.c src/graph/*.c src/register/*.c)))
DATA = $(filter-out sql/tilskudd--$(EXTVERSION).sql,$(wildcard sql/tilskudd--*.sql))
DATA_built = sql/tilskudd--$(EXTVERSION).sql
SQL_PARTS = $(sort $(wildcard sql/[0-9]*-*.sql))
EXTRA_CLEAN = src/law/law_data.c src/register/register_sql.c

# From where the library is installed to where its catalogues of messages are.
LIBRARY_TO_LOCALES = $(shell realpath -m --relative-to='$(pkglibdir)' '$(localedir)')
PG_CPPFLAGS = -I$(srcdir)/src -DTILSKUDD_VERSION='"$(EXTVERSION)"' -DTILSKUDD_LIBRARY_TO_LOCALES='"$(LIBRARY_TO_LOCALES)"'
# COPT=-Werror makes errors of warnings.  Unused parameters and comparisons of signs
# are in the server's own header files; what an initializer leaves out is zero.
PG_CFLAGS = -std=gnu99 -Wall -Wextra -Werror=implicit-function-declaration -Wno-unused-parameter -Wno-missing-field-initializers -Wno-sign-compare -fvisibility=hidden

REGRESS = $(sort $(notdir $(basename $(wildcard test/sql/*.sql))))
REGRESS_OPTS = --inputdir=test --outputdir=. --load-extension=tilskudd
ISOLATION = $(sort $(notdir $(basename $(wildcard test/specs/*.spec))))
ISOLATION_OPTS = --inputdir=test --outputdir=. --load-extension=tilskudd
TAP_TESTS = 1
PROVE_TESTS = test/t/*.pl

# What `make` alone builds is the first target, which PGXS completes.
all:

# The front door works before PostgreSQL is there: it installs what is missing.
# DATA on the command line names the user's file; it replaces the list of SQL
# files above, so the front door keeps it from the makes that it runs itself.
.PHONY: all demo test fuzz coverage bench dashboard dashboard-test dist
demo test fuzz coverage bench dashboard dashboard-test:
	@PG_CONFIG='$(PG_CONFIG)' DATA='$(if $(findstring command line,$(origin DATA)),$(DATA))' test/front_door $@

# What is released: the source as it was committed, in the form that PGXN takes.
dist:
	git archive --format=zip --prefix=tilskudd-$(EXTVERSION).0/ --output=tilskudd-$(EXTVERSION).0.zip HEAD

# Without gettext there are no catalogues, and all messages are in English.
ifeq ($(shell msgfmt --version 2>/dev/null),)
override enable_nls = no
endif

PGXS := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)
ifneq ($(wildcard $(PGXS)),)
include $(PGXS)

# "@ordered_type TYPE CORE" in a part stands for ordered_type.sql.in: the operators
# of a type that is stored as the server's own type CORE.  "@label_type TYPE
# CORE" stands for a type whose values are labels.
sql/tilskudd--$(EXTVERSION).sql: $(SQL_PARTS) $(wildcard sql/*.sql.in)
	awk '/^@[a-z]+_type / { \
			template = "sql/" substr($$1, 2) ".sql.in"; \
			while ((getline line < template) > 0) { \
				gsub(/@type@/, $$2, line); gsub(/@core@/, $$3, line); print line } \
			close(template); next } \
		{ print }' $(SQL_PARTS) >$@.tmp && mv $@.tmp $@

# Both the object and the LLVM bitcode are made from law_data.c, and from register_sql.c.
src/law/law_data.c: src/law/generate.pl $(wildcard src/law/*.pm src/law/*.csv)
	$(PERL) $(srcdir)/src/law/generate.pl $(srcdir)/src/law >$@.tmp && mv $@.tmp $@

src/register/register_sql.c: src/register/generate.pl $(wildcard src/register/*.sql)
	$(PERL) $(srcdir)/src/register/generate.pl $(sort $(wildcard src/register/*.sql)) >$@.tmp && mv $@.tmp $@

$(OBJS) $(OBJS:.o=.bc): $(wildcard src/*.h src/*/*.h)

# One of the tests compiles the rules by itself.
installcheck: src/law/law_data.c
else
all install installcheck clean:
	$(error $(PG_CONFIG) does not lead to the build files of PostgreSQL (PGXS))
endif
