package org.leastaction.onnx.flow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.leastaction.flow.DiscreteInputs;
import org.leastaction.flow.DiscreteInputs.Meaning;
import org.leastaction.flow.InputDescription;
import org.leastaction.flow.InputNormalisation;
import org.leastaction.onnx.cut.Cut;

/**
 * The inputs of a network's training, as far as its file specifies them: {@code metadata_props} with the keys of
 * {@link InputDescription}, or {@code image_mean} and {@code image_std} for the normalisation. Programs use these keys
 * for other purposes too: values that are malformed or do not fit the network's channels or classes are ignored.
 */
final class KnownPreprocessing {

    private static final List<List<String>> KEYS = List.of(List.of("mean", "std"), List.of("image_mean", "image_std"));
    private static final double BYTE = 255;

    private KnownPreprocessing() {}

    static InputDescription of(Cut cut) {
        Map<String, String> metadata = cut.graph().model().metadata();
        InputDescription known = part(metadata, InputDescription.PICTURE_KEYS);
        InputDescription classes = part(metadata, InputDescription.CLASS_KEYS);
        if (classes.classNames().size() == cut.head().classes()) {
            known = known.withClasses(classes.classNames(), classes.classFolders());
        }
        return normalisation(cut).map(known::with).orElse(known);
    }

    private static InputDescription part(Map<String, String> metadata, List<String> keys) {
        Map<String, String> own = new HashMap<>(metadata);
        own.keySet().retainAll(keys);
        try {
            return InputDescription.of(own);
        } catch (IllegalArgumentException otherPurpose) {
            return InputDescription.unknown();
        }
    }

    /** The normalisation; for a network that takes bytes, that of brightness between 0 and 1. */
    private static Optional<InputNormalisation> normalisation(Cut cut) {
        Optional<Meaning> meaning = cut.discreteInputs().map(DiscreteInputs::meaning);
        if (meaning.isPresent()) {
            return meaning.get() == Meaning.LEVELS
                    ? Optional.of(new InputNormalisation(List.of(0.0), List.of(1 / BYTE)))
                    : Optional.empty();
        }
        Map<String, String> metadata = cut.graph().model().metadata();
        for (List<String> keys : KEYS) {
            Optional<InputNormalisation> own = normalisation(metadata.get(keys.get(0)), metadata.get(keys.get(1)),
                    metadata.get(InputNormalisation.CHANNELS), cut);
            if (own.isPresent()) {
                return own;
            }
        }
        return Optional.empty();
    }

    private static Optional<InputNormalisation> normalisation(@Nullable String mean, @Nullable String std,
            @Nullable String channelOrder, Cut cut) {
        if (mean == null || std == null) {
            return Optional.empty();
        }
        Map<String, String> texts = new HashMap<>();
        texts.put(InputNormalisation.MEAN, mean);
        texts.put(InputNormalisation.STD, std);
        texts.put(InputNormalisation.CHANNELS, channelOrder == null ? "" : channelOrder);
        try {
            InputNormalisation known = InputNormalisation.of(texts).orElseThrow();
            List<Integer> shape = cut.layout().dataShape();
            int channels = known.mean().size();
            // Rows may be flattened images.
            int extent = shape.size() == 1 && shape.get(0) % channels == 0 ? channels : shape.get(shape.size() - 1);
            if (channels != 1 && channels != extent) {
                return Optional.empty();
            }
            // Brightness is between 0 and 1: a mean and deviations above 1 are in bytes, as 123.675 and 58.395.
            boolean ofBytes = cut.layout().isOfPixels() && known.mean().stream().allMatch(value -> value > 1)
                    && known.std().stream().allMatch(value -> value > 1);
            double scale = ofBytes ? BYTE : 1;
            return Optional.of(new InputNormalisation(
                    known.mean().stream().map(value -> value / scale).toList(),
                    known.std().stream().map(value -> value / scale).toList(),
                    known.channels()));
        } catch (IllegalArgumentException noNormalisation) {
            return Optional.empty();
        }
    }
}
