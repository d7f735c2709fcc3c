package org.leastaction.bench.command;

import java.nio.file.Path;
import org.leastaction.flow.Exporter;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lap export}. */
@Command(name = "export",
        description = "Writes a trained network in its framework's own format, for other programs: a TensorFlow"
                + " SavedModel whose signature names encoding, blocks and logits.")
final class ExportCommand extends LapCommand {

    @Option(names = "--model", paramLabel = "FOLDER", required = true,
            description = "The model: a folder that lap train wrote.")
    private Path model;

    ExportCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws Exception {
        Path out = options().out().orElseThrow(() ->
                new BadInput("--out names the folder to write; it is missing"));
        ModelChoice choice = ModelChoice.of(model);
        FlowBackend backend = InstalledBackends.discover(surroundings()).forModel(choice.path());
        try (FlowModel flow = backend.open(choice.path(), new Execution(options().threads(), "cpu"))) {
            Exporter exporter = flow.role(Exporter.class).orElseThrow(() -> new BadInput(
                    choice.path() + ": the backend " + backend.id() + " exports no such model, only what it trained"));
            exporter.export(out);
            return Answer.of(new JsonValues()
                            .put("id", choice.id())
                            .put("format", exporter.exportFormat())
                            .put("folder", out.toString()))
                    .line("exported %s as %s: %s".formatted(choice.id(), exporter.exportFormat(), out));
        }
    }

    /** The folder holds all that was asked for, and nothing else belongs there. */
    @Override
    protected void keep(Answer answer) {}
}
