package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.command.options.BlockOptions;
import org.leastaction.bench.command.options.TimeoutOption;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.CutText;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.report.part.CutDrawing;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.FlowInspector;
import org.leastaction.io.AtomicFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lap inspect}. */
@Command(name = "inspect",
        description = "Shows how an external network is cut into encoder, residual blocks and classifier, and which"
                + " additions were not taken as blocks, with the reasons. --out DIR writes inspect.json and inspect.svg.")
final class InspectCommand extends LapCommand {

    @Parameters(index = "0", paramLabel = "FILE", description = "The model, e.g. a file NAME.onnx.")
    private Path model;

    @Mixin
    private BlockOptions blocks;

    private @Nullable FlowCut cut;

    @Mixin
    private TimeoutOption timeout;

    InspectCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    protected Answer answer() throws IOException {
        FlowBackend backend = backends(timeout).forModel(model);
        FlowInspector inspector = backend.inspector().orElseThrow(() -> new BadInput(
                model + ": the backend " + backend.id() + " knows its models' blocks; there is nothing to inspect"));
        FlowCut found = blocks.inspect(inspector, model);
        cut = found;
        return Answer.of(CutText.json(found)).lines(CutText.lines(model, found));
    }

    @Override
    protected void keep(Answer answer) throws Exception {
        super.keep(answer);
        if (cut != null && options().out().isPresent()) {
            byte[] drawing = CutDrawing.svg(model.getFileName().toString(), cut).getBytes(StandardCharsets.UTF_8);
            AtomicFiles.write(options().out().get().resolve("inspect.svg"), out -> out.write(drawing));
        }
    }
}
