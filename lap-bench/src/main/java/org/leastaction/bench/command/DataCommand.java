package org.leastaction.bench.command;

import java.util.List;
import org.leastaction.bench.command.process.Surroundings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lap data}: the group of the three commands about data sets. */
@Command(name = "data", description = "Lists, downloads and verifies data sets.",
        synopsisSubcommandLabel = "(list|get|verify)")
final class DataCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Print this help.")
    @SuppressWarnings("UnusedVariable") // read by picocli
    private boolean help;

    static List<LapCommand> commands(Surroundings surroundings) {
        return List.of(
                new DataListCommand(surroundings),
                new DataGetCommand(surroundings),
                new DataVerifyCommand(surroundings));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "lap data needs one of list, get, verify");
    }
}
