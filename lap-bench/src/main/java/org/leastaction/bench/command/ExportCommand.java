package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.leastaction.bench.command.input.ModelChoice;
import org.leastaction.bench.command.options.TimeoutOption;
import org.leastaction.bench.command.options.TrustOption;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.JsonValues;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.flow.Exporter;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Backends;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.layers.LayerDescriber;
import org.leastaction.flow.layers.LayerWriter;
import org.leastaction.io.AtomicFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lap export}. */
@Command(name = "export",
        description = "Writes a trained network for other programs: as a TensorFlow SavedModel whose signature names"
                + " encoding, blocks and logits, or as an ONNX file whose tensors have these names.")
final class ExportCommand extends LapCommand {

    @Option(names = "--model", paramLabel = "FOLDER", required = true,
            description = "The model: a folder that lap train wrote.")
    private Path model;

    @Option(names = "--format", paramLabel = "F", defaultValue = ExportFormat.OWN,
            description = "own: that of the model's framework, TensorFlow's SavedModel, a folder; onnx: a file"
                    + " NAME.onnx (default: ${DEFAULT-VALUE}).")
    private String format;

    @Mixin
    private TimeoutOption timeout;

    @Mixin
    private TrustOption trust;

    ExportCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws Exception {
        Path out = options().out().orElseThrow(
                () -> new BadInput("--out names the " + (format.equals(ExportFormat.OWN) ? "folder" : "file")
                        + " to write; it is required"));
        Backends backends = backends(timeout);
        Optional<LayerWriter> writer = ExportFormat.writer(backends, format, out);
        ModelChoice choice = ModelChoice.of(model);
        FlowBackend backend = backends.forModel(choice.path());
        Execution execution = new Execution(options().threads(), "cpu").withTrust(trust.trust(terminal()::remark));
        Path around = out.toAbsolutePath().getParent();
        if (around != null) {
            AtomicFiles.deleteOrphans(around);
        }
        try (FlowModel flow = backend.open(choice.path(), execution)) {
            return writer.isPresent()
                    ? written(writer.get(), choice, backend, flow, out)
                    : exported(choice, backend, flow, out);
        }
    }

    private static Answer exported(ModelChoice choice, FlowBackend backend, FlowModel flow, Path folder)
            throws IOException {
        Exporter exporter = flow.role(Exporter.class).orElseThrow(() -> new BadInput(
                choice.path() + ": the backend " + backend.id() + " can export only models that it trained"));
        exporter.export(folder, choice.description(flow));
        return answer(choice, exporter.exportFormat(), "folder", folder);
    }

    private static Answer written(
            LayerWriter writer, ModelChoice choice, FlowBackend backend, FlowModel flow, Path file) throws IOException {
        LayerDescriber describer = flow.role(LayerDescriber.class).orElseThrow(() -> new BadInput(
                choice.path() + ": the backend " + backend.id() + " can describe only the layers of models that were"
                        + " trained here"));
        Map<String, String> about = new LinkedHashMap<>(choice.description(flow).metadata());
        about.put("id", choice.id());
        writer.write(describer.describe(), about, file);
        return answer(choice, writer.format(), "file", file);
    }

    private static Answer answer(ModelChoice choice, String format, String kind, Path out) {
        return Answer.of(new JsonValues().put("id", choice.id()).put("format", format).put(kind, out.toString()))
                .line("exported %s as %s: %s".formatted(choice.id(), format, out));
    }

    /** Nothing to do: the export itself is the only output. */
    @Override
    protected void keep(Answer answer) {}

    /**
     * The formats of {@code lap export}: the native format of a framework, and those in which some backend writes
     * layers.
     */
    private static final class ExportFormat {

        /** The native format of the model's framework. */
        static final String OWN = "own";

        private ExportFormat() {}

        /**
         * The writer of a format.
         *
         * @param out where it will be written
         * @return empty for the native format
         * @throws BadInput if not exactly one backend writes it, or {@code out} does not have the extension of its
         *                  files
         */
        static Optional<LayerWriter> writer(Backends backends, String format, Path out) {
            if (format.equals(OWN)) {
                return Optional.empty();
            }
            List<LayerWriter> all = backends.writers();
            List<LayerWriter> writing = all.stream().filter(writer -> word(writer).equals(format)).toList();
            if (writing.size() != 1) {
                throw new BadInput(writing.isEmpty()
                        ? "--format " + format + ": there is no such format; known are " + OWN
                                + all.stream().map(writer -> ", " + word(writer)).distinct()
                                        .collect(Collectors.joining())
                        : "--format " + format + ": several backends write it; take all but one away");
            }
            LayerWriter writer = writing.get(0);
            if (!out.toString().endsWith(writer.suffix())) {
                throw new BadInput(
                        "--out names a file NAME" + writer.suffix() + " for --format " + format + ", not " + out);
            }
            if (Files.isDirectory(out)) {
                throw new BadInput("--out names a file for --format " + format + ", and " + out + " is a folder");
            }
            return Optional.of(writer);
        }

        private static String word(LayerWriter writer) {
            return writer.format().toLowerCase(Locale.ROOT);
        }
    }
}
