// man.h - the manual page of a command, as roff, from the tables of commands and options.
#ifndef TCO_CLI_MAN_H
#define TCO_CLI_MAN_H

#include "cli/cmd.h"

void man_page(struct text *out, const struct command *c);

#endif
