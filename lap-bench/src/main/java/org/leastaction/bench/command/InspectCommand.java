package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.analysis.CostMeasures;
import org.leastaction.bench.command.input.ModelChoice;
import org.leastaction.bench.command.options.BlockOptions;
import org.leastaction.bench.command.options.TimeoutOption;
import org.leastaction.bench.command.output.Answer;
import org.leastaction.bench.command.output.JsonValues;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.bench.report.part.CutDrawing;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.inspection.Ending;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.NamedInputs.NamedInput;
import org.leastaction.flow.inspection.FlowCut.CutBlock;
import org.leastaction.flow.inspection.FlowCut.CutOutput;
import org.leastaction.flow.inspection.FlowCut.CutSegment;
import org.leastaction.flow.inspection.FlowCut.Unrecognised;
import org.leastaction.flow.inspection.FlowInspector;
import org.leastaction.io.AtomicFiles;
import org.leastaction.io.InputFileException;
import org.leastaction.settings.SettingType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lap inspect}. */
@Command(name = "inspect",
        description = "Shows how an external network is cut into encoder, residual blocks and classifier, and which"
                + " additions were not taken as blocks, with the reasons. --out DIR writes inspect.json and"
                + " inspect.svg.")
final class InspectCommand extends LapCommand {

    @Parameters(index = "0", paramLabel = "FILE", description = "The model, e.g. a file NAME.onnx.")
    private Path model;

    @Mixin
    private BlockOptions blocks;

    @Option(names = "--analysis", paramLabel = "DIR",
            description = "A folder of 'lap analyze' for this model: inspect.svg shows the transport cost of each"
                    + " block.")
    private @Nullable Path analysis;

    private @Nullable FlowCut cut;
    private List<Double> costs = List.of();

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
        costs = costs(found);
        JsonValues json = CutText.json(found);
        try (FlowModel flow = blocks.openInspected(backend, model, found, new Execution(1, "cpu"))) {
            List<String> stated = ModelChoice.of(model).inputs(flow).inWords();
            json.putStrings("stated", stated);
            return Answer.of(json).lines(CutText.lines(model, found)).lines(CutText.stated(stated));
        } catch (InputFileException noFlow) {
            json.put("refused", noFlow.problem());
            return Answer.of(json).lines(CutText.lines(model, found)).lines(CutText.refused(noFlow.problem(), found));
        }
    }

    /** The transport costs of the blocks in the analysis; none without one. */
    private List<Double> costs(FlowCut found) throws IOException {
        if (analysis == null) {
            return List.of();
        }
        List<RunRecord> records = RunDirectory.open(analysis).records().all();
        List<Double> numbers = records.size() == 1 && records.get(0).analysis() != null
                ? records.get(0).requireAnalysis().numbers(CostMeasures.TRANSPORT_COST_BLOCKS.key()) : List.of();
        if (numbers.isEmpty() || numbers.size() != found.blocks()) {
            throw new BadInput("--analysis: " + analysis + " has transport costs of " + numbers.size() + " blocks, "
                    + model + " has " + found.blocks() + "; a folder of 'lap analyze --model " + model + "' is needed");
        }
        return numbers;
    }

    @Override
    protected void keep(Answer answer) throws Exception {
        super.keep(answer);
        if (cut != null && options().out().isPresent()) {
            byte[] drawing = CutDrawing.svg(model.getFileName().toString(), cut, costs)
                    .getBytes(StandardCharsets.UTF_8);
            AtomicFiles.write(options().out().get().resolve("inspect.svg"), out -> out.write(drawing));
        }
    }

    /** A cut as a table for people, without control characters in external names, and as JSON for programs. */
    private static final class CutText {

        private static final int LONGEST_LIST = 8;

        private CutText() {}

        static List<String> lines(Path model, FlowCut cut) {
            List<String> lines = new ArrayList<>();
            lines.add(model + "  " + cut.about().entrySet().stream()
                    .filter(entry -> !entry.getValue().isEmpty())
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .collect(Collectors.joining(", ")));
            if (cut.inputs().size() < 2) {
                lines.add("input       " + cut.inputShape() + "  " + cut.input());
            }
            cut.inputs().stream().filter(input -> cut.inputs().size() > 1).forEach(input -> lines.add(
                    "input       " + Stream.concat(Stream.of("n"), words(input.shape()).stream()).toList() + "  "
                            + input.name() + " (" + input.type() + mask(input) + ")"));
            if (cut.segments().isEmpty()) {
                lines.add("no residual block");
                lines.add(cut.isStaticMap()
                        ? "the map from input to output keeps the dimension: it is analysed as one block"
                        : "nothing to analyse: the dimension changes from " + cut.inputShape() + " to "
                                + cut.outputShape());
            } else {
                lines.add("encoder     " + cut.encodedShape() + "  " + counts(cut.encoder()));
            }
            int number = 0;
            for (int s = 0; s < cut.segments().size(); s++) {
                CutSegment segment = cut.segments().get(s);
                lines.add("segment " + (s + 1) + "   " + segment.shape() + "  " + segment.blocks().size()
                        + (segment.blocks().size() == 1 ? " block" : " blocks"));
                for (CutBlock block : segment.blocks()) {
                    lines.add(String.format(Locale.ROOT, "  %3d  %-10s %s: %s%s", ++number, word(block.shortcut()),
                            block.name(), shortened(block.operators()),
                            block.after().isEmpty() ? "" : "; then " + shortened(block.after())));
                }
            }
            if (!cut.segments().isEmpty()) {
                lines.add((cut.ending() == Ending.POINTS ? "end         " : "classifier  ") + cut.outputShape() + "  "
                        + counts(cut.classifier()));
            }
            lines.add("output      " + cut.outputShape() + "  " + cut.output() + " (" + word(cut.ending()) + ")");
            cut.outputs().stream().filter(other -> !other.name().equals(cut.output())).forEach(
                    other -> lines.add("not used    " + (other.shape().isEmpty() ? ""
                            : words(other.shape().subList(1, other.shape().size())) + "  ")
                            + other.name()));
            cut.remarks().forEach(remark -> lines.add("remark: " + remark));
            for (Unrecognised one : cut.unrecognised()) {
                lines.add("not a block: " + one.name() + ": " + one.reason());
            }
            return lines.stream().map(CutText::printable).toList();
        }

        static List<String> stated(List<String> statements) {
            List<String> lines = statements.isEmpty() ? List.of("nothing about the inputs") : statements;
            return lines.stream().map(line -> "stated      " + printable(line)).toList();
        }

        /** Why the network is no flow, unless the lines above say so. */
        static List<String> refused(String reason, FlowCut cut) {
            boolean said = (cut.segments().isEmpty() && !cut.isStaticMap())
                    || cut.remarks().stream().anyMatch(remark -> remark.endsWith(reason));
            return said ? List.of() : List.of("analyze refuses it: " + printable(reason));
        }

        private static String printable(String line) {
            return line.replaceAll("[\\p{Cc}\\u2028\\u2029]", "?");
        }

        /** The extents of a shape, for example "free" and "3". */
        private static List<String> words(List<Integer> shape) {
            return shape.stream().map(extent -> extent < 0 ? "free" : extent.toString()).toList();
        }

        private static String mask(NamedInput input) {
            return switch (input.kind()) {
                case MASK -> "; 0 marks padding";
                case PADDING_MASK -> "; 1 marks padding";
                case UNDECIDED_MASK -> "; the data tell whether 0 or 1 marks padding";
                default -> "";
            };
        }

        static JsonValues json(FlowCut cut) {
            List<JsonValues> inputs = cut.inputs().stream().map(input -> new JsonValues()
                    .put("name", input.name())
                    .put("type", input.type())
                    .putStrings("shape", words(input.shape())))
                    .toList();
            JsonValues about = new JsonValues();
            cut.about().forEach(about::put);
            List<JsonValues> segments = new ArrayList<>();
            for (CutSegment segment : cut.segments()) {
                List<JsonValues> blocks = segment.blocks().stream().map(block -> new JsonValues()
                        .put("name", block.name())
                        .put("shortcut", word(block.shortcut()))
                        .put("input", block.input())
                        .put("output", block.output())
                        .putStrings("operators", block.operators())
                        .putStrings("after", block.after())).toList();
                segments.add(new JsonValues().putIntegers("shape", segment.shape()).putObjects("blocks", blocks));
            }
            List<JsonValues> unrecognised = cut.unrecognised().stream().map(one -> new JsonValues()
                    .put("name", one.name()).put("reason", one.reason())).toList();
            return new JsonValues()
                    .put("about", about)
                    .putObjects("inputs", inputs)
                    .put("input", cut.input())
                    .putIntegers("input_shape", cut.inputShape())
                    .put("encoder", counted(cut.encoder()))
                    .putIntegers("encoded_shape", cut.encodedShape())
                    .put("blocks", cut.blocks())
                    .putObjects("segments", segments)
                    .put("classifier", counted(cut.classifier()))
                    .putObjects("outputs", cut.outputs().stream().map(CutText::json).toList())
                    .put("output", cut.output())
                    .putIntegers("output_shape", cut.outputShape())
                    .put("ending", word(cut.ending()))
                    .putObjects("unrecognised", unrecognised)
                    .putStrings("remarks", cut.remarks());
        }

        /** A free extent is −1. */
        private static JsonValues json(CutOutput output) {
            return new JsonValues().put("name", output.name())
                    .putIntegers("shape", output.shape());
        }

        private static JsonValues counted(Map<String, Integer> operators) {
            JsonValues values = new JsonValues();
            operators.forEach((operator, count) -> values.put(operator, count.longValue()));
            return values;
        }

        private static String counts(Map<String, Integer> operators) {
            return operators.isEmpty() ? "nothing" : operators.entrySet().stream()
                    .map(entry -> entry.getValue() == 1 ? entry.getKey() : entry.getValue() + " " + entry.getKey())
                    .collect(Collectors.joining(", "));
        }

        private static String shortened(List<String> operators) {
            return operators.size() <= LONGEST_LIST
                    ? String.join(", ", operators)
                    : String.join(", ", operators.subList(0, LONGEST_LIST)) + ", … (" + operators.size() + ")";
        }

        private static String word(Enum<?> constant) {
            return SettingType.word(constant);
        }
    }
}
