-- complain if script is sourced in psql, rather than via ALTER EXTENSION
\echo Use "ALTER EXTENSION tilskudd UPDATE TO '0.2'" to load this file. \quit
