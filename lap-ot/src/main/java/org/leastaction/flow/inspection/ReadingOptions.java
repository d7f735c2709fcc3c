package org.leastaction.flow.inspection;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.leastaction.flow.NamedInputs.Kind;
import org.leastaction.flow.NamedInputs.Particle;

/**
 * How a network made elsewhere is to be read, where its file leaves a choice.
 *
 * @param blocks     where its blocks end
 * @param output     the output that is read; empty for the first that fits
 * @param inputShape extents that the file leaves free, in the file's order of axes, or all extents of one input; empty
 *                   if the file fixes all
 * @param ending     kind of the output: {@link Ending#LOGITS}, {@link Ending#PROBABILITIES}, {@link
 *                   Ending#LOG_PROBABILITIES} or {@link Ending#POINTS}; empty for the detected kind
 * @param arrays     shapes of one sample in the data by the name of the input, for extents that the file leaves free;
 *                   names of no input are ignored
 * @param masks      what 1 marks in a mask, by the name of the input, where its name leaves it open
 * @param particle   the state that is one particle
 */
public record ReadingOptions(
        BlockChoice blocks, Optional<String> output, List<Integer> inputShape, Optional<Ending> ending,
        Map<String, List<Integer>> arrays, Map<String, Kind> masks, Particle particle) {

    /** @throws IllegalArgumentException if an extent is below 1, or the ending is none of these */
    public ReadingOptions {
        Objects.requireNonNull(blocks, "blocks");
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(ending, "ending");
        inputShape = List.copyOf(inputShape);
        arrays = Map.copyOf(arrays);
        masks = Map.copyOf(masks);
        Objects.requireNonNull(particle, "particle");
        if (inputShape.stream().anyMatch(extent -> extent < 1)) {
            throw new IllegalArgumentException("an input's extents are at least 1, not " + inputShape);
        }
        if (ending.isPresent() && !ending.get().isChoice()) {
            throw new IllegalArgumentException(
                    "an output is read as logits, probabilities, log-probabilities or points,"
                            + " not as " + ending.get());
        }
    }

    /** Everything as detected. */
    public static ReadingOptions defaults() {
        return of(BlockChoice.found());
    }

    /** Chosen blocks; everything else as detected. */
    public static ReadingOptions of(BlockChoice blocks) {
        return new ReadingOptions(blocks, Optional.empty(), List.of(), Optional.empty(), Map.of(), Map.of(),
                Particle.SAMPLE);
    }

    public ReadingOptions withBlocks(BlockChoice choice) {
        return new ReadingOptions(choice, output, inputShape, ending, arrays, masks, particle);
    }

    public ReadingOptions withOutput(String name) {
        return new ReadingOptions(blocks, Optional.of(name), inputShape, ending, arrays, masks, particle);
    }

    public ReadingOptions withInputShape(List<Integer> extents) {
        return new ReadingOptions(blocks, output, extents, ending, arrays, masks, particle);
    }

    public ReadingOptions withEnding(Ending newEnding) {
        return new ReadingOptions(blocks, output, inputShape, Optional.of(newEnding), arrays, masks, particle);
    }

    /** The same for data with arrays of these shapes, by the name of the input. */
    public ReadingOptions withArrays(Map<String, List<Integer>> shapes) {
        return new ReadingOptions(blocks, output, inputShape, ending, shapes, masks, particle);
    }

    /** The same where the data tell what 1 marks in these masks, by the name of the input. */
    public ReadingOptions withMasks(Map<String, Kind> kinds) {
        return new ReadingOptions(blocks, output, inputShape, ending, arrays, kinds, particle);
    }

    public ReadingOptions withParticle(Particle newParticle) {
        return new ReadingOptions(blocks, output, inputShape, ending, arrays, masks, newParticle);
    }

    /** Whether nothing but blocks is chosen; the shapes of the data are no choice. */
    public boolean choosesBlocksAlone() {
        return output.isEmpty() && inputShape.isEmpty() && ending.isEmpty() && particle == Particle.SAMPLE;
    }

    /**
     * The choice of blocks into which a network is cut.
     *
     * @param names the network's names of the operations or tensors that end blocks, in any order, or START..END for
     *              both ends of a block; empty to detect the blocks
     */
    public record BlockChoice(List<String> names) {

        private static final String LAYERS = "layers";

        /** @throws IllegalArgumentException if a name is blank or occurs twice */
        public BlockChoice {
            names = List.copyOf(names);
            if (names.stream().anyMatch(String::isBlank)) {
                throw new IllegalArgumentException("a block's name must not be blank");
            }
            if (names.stream().distinct().count() < names.size()) {
                throw new IllegalArgumentException("a block is named twice among " + String.join(", ", names));
            }
        }

        /** The blocks that the inspector detects. */
        public static BlockChoice found() {
            return new BlockChoice(List.of());
        }

        /** Exactly these blocks. */
        public static BlockChoice named(List<String> names) {
            return new BlockChoice(names);
        }

        /** Each layer of a transformer as one block: its attention and what follows up to the next one. */
        public static BlockChoice layers() {
            return new BlockChoice(List.of(LAYERS));
        }

        public boolean isOfLayers() {
            return names.equals(List.of(LAYERS));
        }

        public boolean isFound() {
            return names.isEmpty();
        }
    }
}
