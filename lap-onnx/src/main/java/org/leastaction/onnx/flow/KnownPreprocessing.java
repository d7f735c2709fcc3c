package org.leastaction.onnx.flow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.leastaction.flow.DiscreteInputs;
import org.leastaction.flow.DiscreteInputs.Meaning;
import org.leastaction.flow.InputNormalisation;
import org.leastaction.onnx.cut.Cut;

/**
 * The normalisation of a network's inputs in its training, if its file or a file in its folder specifies it.
 *
 * <p>Read are {@code metadata_props} with the keys {@code mean} and {@code std} or {@code image_mean} and {@code
 * image_std}, then the files {@code preprocessor_config.json} and {@code config.json} of model hubs, in the model's
 * folder or, where that is called {@code onnx}, in the one above. Values that do not fit the network's channels are
 * ignored.
 */
final class KnownPreprocessing {

    private static final List<String> FILES = List.of("preprocessor_config.json", "config.json");
    private static final List<List<String>> KEYS = List.of(List.of("image_mean", "image_std"), List.of("mean", "std"));
    private static final long LONGEST_FILE = 1 << 20;
    private static final double BYTE = 255;
    private static final String NUMBERS = "\"\\s*:\\s*(\\[[-+0-9.eE,\\s]*\\]|[-+0-9.eE]+)";

    private KnownPreprocessing() {}

    /** The normalisation; for a network that takes bytes, that of brightness between 0 and 1. */
    static Optional<InputNormalisation> of(Path file, Cut cut) {
        Optional<Meaning> meaning = cut.discreteInputs().map(DiscreteInputs::meaning);
        if (meaning.isPresent()) {
            return meaning.get() == Meaning.LEVELS
                    ? Optional.of(new InputNormalisation(List.of(0.0), List.of(1 / BYTE)))
                    : Optional.empty();
        }
        Map<String, String> metadata = cut.graph().model().metadata();
        for (List<String> keys : List.of(KEYS.get(1), KEYS.get(0))) {
            Optional<InputNormalisation> own = normalisation(metadata.get(keys.get(0)), metadata.get(keys.get(1)),
                    metadata.get(InputNormalisation.CHANNELS), Optional.empty(), cut);
            if (own.isPresent()) {
                return own;
            }
        }
        return cut.layout().isOfPixels() ? beside(file, cut) : Optional.empty();
    }

    private static Optional<InputNormalisation> beside(Path file, Cut cut) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (folder == null) {
            return Optional.empty();
        }
        List<Path> folders = new ArrayList<>(List.of(folder));
        if (folder.endsWith("onnx") && folder.getParent() != null) {
            folders.add(folder.getParent());
        }
        for (Path each : folders) {
            for (String name : FILES) {
                Optional<InputNormalisation> known = text(each.resolve(name)).flatMap(json -> ofJson(json, cut));
                if (known.isPresent()) {
                    return known;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<InputNormalisation> ofJson(String json, Cut cut) {
        if (Pattern.compile("\"do_normalize\"\\s*:\\s*false").matcher(json).find()) {
            return Optional.empty();
        }
        boolean bytes = Pattern.compile("\"do_rescale\"\\s*:\\s*false|\"rescale_factor\"\\s*:\\s*1(\\.0*)?\\s*[,}]")
                .matcher(json).find();
        for (List<String> keys : KEYS) {
            Optional<InputNormalisation> known = normalisation(entry(json, keys.get(0)), entry(json, keys.get(1)),
                    null, bytes ? Optional.of(BYTE) : Optional.empty(), cut);
            if (known.isPresent()) {
                return known;
            }
        }
        return Optional.empty();
    }

    /** @param unit the unit of the inputs; empty to determine it from the numbers */
    private static Optional<InputNormalisation> normalisation(@Nullable String mean, @Nullable String std,
            @Nullable String channelOrder, Optional<Double> unit, Cut cut) {
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
            double scale = unit.orElse(ofBytes ? BYTE : 1);
            return Optional.of(new InputNormalisation(
                    known.mean().stream().map(value -> value / scale).toList(),
                    known.std().stream().map(value -> value / scale).toList(),
                    known.channels()));
        } catch (IllegalArgumentException noNormalisation) {
            return Optional.empty();
        }
    }

    private static @Nullable String entry(String json, String key) {
        Matcher matcher = Pattern.compile("\"" + key + NUMBERS).matcher(json);
        return matcher.find() ? matcher.group(1) : null;
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) <= LONGEST_FILE
                    ? Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
