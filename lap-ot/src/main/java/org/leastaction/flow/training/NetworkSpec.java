package org.leastaction.flow.training;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.leastaction.settings.Setting;
import org.leastaction.settings.Settings;

/**
 * The architecture of a network to train.
 *
 * @param settings a value for every setting of the family
 * @param input    shape of one input, e.g. [2] or [28, 28, 1] (height, width, channels)
 * @param classes  at least 2
 */
public record NetworkSpec(NetworkFamily family, Settings settings, List<Integer> input, int classes) {

    /** @throws IllegalArgumentException if a setting is missing, or the settings do not fit the inputs and classes */
    public NetworkSpec {
        Objects.requireNonNull(family, "family");
        family.settings().settings().forEach(settings::get);
        if (input.isEmpty() || input.stream().anyMatch(extent -> extent < 1)) {
            throw new IllegalArgumentException("an input's shape has extents of at least 1, not " + input);
        }
        if (classes < 2) {
            throw new IllegalArgumentException("classes must be at least 2, not " + classes);
        }
        input = List.copyOf(input);
        family.check(settings, input, classes);
    }

    /** Number of residual blocks of each segment, in order. */
    public List<Integer> stages() {
        return family.stages(settings);
    }

    /** Number of residual blocks over all segments, K. */
    public int blocks() {
        return stages().stream().mapToInt(Integer::intValue).sum();
    }

    /** Number of elements of one input. */
    public int inputDimension() {
        return input.stream().reduce(1, Math::multiplyExact);
    }

    public <T> T get(Setting<T> setting) {
        return settings.get(setting);
    }

    /**
     * The network with a setting replaced.
     *
     * @param value text or a JSON value
     * @throws IllegalArgumentException if the family has no such setting, or the value is out of range
     */
    public NetworkSpec with(String key, Object value) {
        return with(Map.of(key, value));
    }

    /** The network with settings replaced, as {@link #with(String, Object)} does. */
    public NetworkSpec with(Map<String, ?> values) {
        return new NetworkSpec(family, settings.with(values, "the network " + family.key()), input, classes);
    }

    /** The autoencoder of images that can pretrain the encoder, if there is one. */
    public Optional<AutoencoderSpec> autoencoder() {
        return family.autoencoder(this);
    }

    /** The network as reports describe it, e.g. "MLP of 9 blocks (width 2, batch normalisation)". */
    public String inWords() {
        String counts = String.join(", ", stages().stream().map(String::valueOf).toList());
        String blocks = counts + (blocks() == 1 ? " block" : " blocks");
        String details = family.settings().settings().stream()
                .map(this::inWords)
                .filter(words -> !words.isEmpty())
                .collect(Collectors.joining(", "));
        return family.name() + " of " + blocks + (details.isEmpty() ? "" : " (" + details + ")");
    }

    private <T> String inWords(Setting<T> setting) {
        T value = settings.get(setting);
        boolean usual = setting.usual().filter(value::equals).isPresent();
        if (setting.reportWords().isEmpty() || (usual && !setting.reportedIfUsual())) {
            return "";
        }
        return value instanceof Boolean on
                ? (on ? "" : "no ") + setting.reportWords()
                : String.format(Locale.ROOT, setting.reportWords(), setting.inWords(value));
    }

    /** Everything that determines the architecture, e.g. "mlp [blocks=[9], width=4] from [2] to 2 classes". */
    @Override
    public String toString() {
        return family.key() + " [" + settings + "] from " + input + " to " + classes + " classes";
    }
}
