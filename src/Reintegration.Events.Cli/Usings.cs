// Here a command is a word on the command line; the ledger's is written out.
global using Command = System.CommandLine.Command;
