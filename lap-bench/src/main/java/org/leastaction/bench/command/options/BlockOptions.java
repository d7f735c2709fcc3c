package org.leastaction.bench.command.options;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.data.array.NamedArrays;
import org.leastaction.bench.data.array.NamedArrays.Forms;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.NamedInputs.NamedInput;
import org.leastaction.flow.NamedInputs.Particle;
import org.leastaction.flow.backend.Execution;
import org.leastaction.flow.backend.FlowBackend;
import org.leastaction.flow.inspection.ReadingOptions.BlockChoice;
import org.leastaction.flow.inspection.Ending;
import org.leastaction.flow.inspection.FlowCut;
import org.leastaction.flow.inspection.FlowInspector;
import org.leastaction.flow.inspection.ReadingOptions;
import org.leastaction.settings.SettingType;
import picocli.CommandLine.Option;

/** The options that specify how an external network is read, where its file leaves a choice. */
public final class BlockOptions {

    private static final String BRANCHES = "branches";

    @Option(names = "--blocks", paramLabel = "NAME[,NAME]...",
            description = "Names of operations or tensors where blocks end, as 'lap inspect' lists them, or START..END"
                    + " for both ends of a block; 'layers' for each layer of a transformer as one block, 'branches' for"
                    + " its attention and its MLP as blocks (default: the blocks that are found). A comma in a name is"
                    + " written \\,; the option can be repeated.")
    private List<String> names = List.of();

    @Option(names = "--output", paramLabel = "NAME",
            description = "The output that is read (default: the first that fits; 'lap inspect' lists all).")
    private String output;

    @Option(names = "--input-shape", paramLabel = "N", split = ",",
            description = "Extents that the file leaves free, in its order, such as 224,224 for height and width; or"
                    + " all extents of one input.")
    private List<Integer> inputShape = List.of();

    @Option(names = "--ending", paramLabel = "WORD",
            description = "The kind of the output: logits, probabilities, log-probabilities, or points for embeddings"
                    + " and samplers (default: as detected).")
    private String ending;

    @Option(names = "--particle", paramLabel = "WORD",
            description = "The part of a state that is one particle, for networks whose states are tokens: sample (the"
                    + " whole state), token, class (the first token), or mean (of the tokens of a sample). Padding is"
                    + " left out (default: sample).")
    private String particle;

    /** The values of these options as text, for the id of results that depend on them. */
    public String inWords() {
        return List
                .of(names, Objects.requireNonNullElse(output, ""), inputShape, Objects.requireNonNullElse(ending, ""))
                .toString() + (particle == null ? "" : " " + particle);
    }

    /** Whether the kind of the output is given. */
    boolean choosesEnding() {
        return ending != null;
    }

    /** @throws BadInput if an option does not fit the model */
    public FlowCut inspect(FlowInspector inspector, Path model) throws IOException {
        ReadingOptions options = options();
        try {
            return inspector.inspect(model, options);
        } catch (IllegalArgumentException refused) {
            throw refusal(refused);
        }
    }

    /**
     * Opens a model with these options.
     *
     * @param arrays the data, if they are arrays by name
     * @throws BadInput if an option does not fit the model, or the backend does not let models be read in different
     *                  ways
     */
    public FlowModel open(
            FlowBackend backend, Path model, Optional<NamedArrays> arrays, Execution execution)
            throws IOException {
        ReadingOptions options = options();
        if (backend.inspector().isPresent() && arrays.isPresent()) {
            Forms forms = arrays.get().forms();
            options = options.withArrays(forms.shapes()).withMasks(forms.masks());
        }
        return open(backend, model, options, execution);
    }

    private FlowModel open(FlowBackend backend, Path model, ReadingOptions options, Execution execution)
            throws IOException {
        if (options.equals(ReadingOptions.defaults())) {
            return backend.open(model, execution);
        }
        FlowInspector inspector = backend.inspector().orElseThrow(() -> new BadInput(
                given() + ": the backend " + backend.id() + " knows its models' blocks and outputs; leave the option"
                        + " out"));
        try {
            return inspector.open(model, options, execution);
        } catch (IllegalArgumentException refused) {
            throw refusal(refused);
        }
    }

    /**
     * Opens a model as it was inspected: lengths that the file and the options leave free are those of its cut.
     *
     * @throws BadInput as {@link #open}
     */
    public FlowModel openInspected(FlowBackend backend, Path model, FlowCut cut, Execution execution)
            throws IOException {
        Map<String, List<Integer>> lengths = cut.inputs().size() < 2 || !inputShape.isEmpty() ? Map.of()
                : cut.inputs().stream().collect(Collectors.toMap(NamedInput::name, input -> input.shape().stream()
                        .map(extent -> extent < 0 ? FlowInspector.FREE_LENGTH : extent).toList()));
        return open(backend, model, options().withArrays(lengths), execution);
    }

    private ReadingOptions options() {
        return BadInput.unless(() -> {
            ReadingOptions options = ReadingOptions.of(blocks()).withInputShape(inputShape);
            options = output == null ? options : options.withOutput(output);
            options = ending == null ? options : options.withEnding(ending(ending));
            return particle == null ? options : options.withParticle(particle(particle));
        });
    }

    private BlockChoice blocks() {
        return names.equals(List.of(BRANCHES)) ? BlockChoice.found() : BlockChoice.named(split(names));
    }

    private BadInput refusal(IllegalArgumentException refused) {
        return new BadInput(given() + ": " + refused.getMessage(), refused);
    }

    /** The given options, as the start of a message. */
    private String given() {
        List<String> given = new ArrayList<>();
        if (!names.isEmpty()) {
            given.add("--blocks");
        }
        if (output != null) {
            given.add("--output");
        }
        if (!inputShape.isEmpty()) {
            given.add("--input-shape");
        }
        if (ending != null) {
            given.add("--ending");
        }
        if (particle != null) {
            given.add("--particle");
        }
        return String.join(", ", given);
    }

    private static Particle particle(String word) {
        return Arrays.stream(Particle.values()).filter(one -> SettingType.word(one).equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--particle: '" + word + "' is not one of "
                        + Arrays.stream(Particle.values()).map(SettingType::word).collect(Collectors.joining(", "))));
    }

    private static Ending ending(String word) {
        return Arrays.stream(Ending.values())
                .filter(Ending::isChoice)
                .filter(ending -> word(ending).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--ending: '" + word + "' is not one of "
                        + Arrays.stream(Ending.values()).filter(Ending::isChoice).map(BlockOptions::word)
                                .collect(Collectors.joining(", "))));
    }

    private static String word(Ending ending) {
        return SettingType.word(ending);
    }

    /** Names between commas; a comma behind a backslash belongs to a name. */
    static List<String> split(List<String> texts) {
        return texts.stream()
                .flatMap(text -> Arrays.stream(text.split("(?<!\\\\),", -1)))
                .map(name -> name.replace("\\,", ","))
                .toList();
    }
}
