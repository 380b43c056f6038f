# Prepares a file of awards for COPY: puts the number of each line before it,
# and behind it an empty column, or the line itself if it does not have eight
# columns (nothing else then). So no line stops the load, and none gets lost.
#
# A byte order mark, carriage returns, and quotes in the header do not matter.

BEGIN {
	header = "granted_on,county,municipality,orgnr,amount_nok,instrument_group,granting_unit,nace"
	commas_wanted = gsub(/,/, ",", header)
}

{
	sub(/\r$/, "")
}

NR == 1 {
	sub(/^\357\273\277/, "")
	gsub(/"/, "")
	if ($0 != header) {
		wrong_header = 1
		exit
	}
	next
}

{
	# The odd pieces stand outside of quotes; an even number of pieces means
	# that a quote was left open.
	npieces = split($0, piece, "\"")
	commas = 0
	for (i = 1; i <= npieces; i += 2)
		commas += gsub(/,/, ",", piece[i])
	if (npieces % 2 == 1 && commas == commas_wanted)
		print NR "," $0 ","
	else {
		gsub(/"/, "\"\"")
		print NR ",,,,,,,,,\"" $0 "\""
	}
}

END {
	if (NR == 0)
		print "demo: the file is empty" >"/dev/stderr"
	if (wrong_header)
		print "demo: the first line must be\n  " header "\nbut is\n  " substr($0, 1, 200) >"/dev/stderr"
	exit NR == 0 || wrong_header
}
