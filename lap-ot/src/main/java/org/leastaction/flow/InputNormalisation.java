package org.leastaction.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.leastaction.settings.SettingType;

/**
 * The normalisation of a network's inputs in training: (x − mean) / std, channel by channel. Channels are the last
 * extent of an input's shape; pixels of images are in [0, 1] before normalisation.
 *
 * <p>A file stores it as texts: {@code mean} and {@code std}, each with one decimal number or one per channel,
 * separated by commas: {@code "0.4914,0.4822,0.4465"}; spaces and enclosing brackets are allowed. ONNX files store them
 * in {@code metadata_props}. A third text, {@code channels}, is {@code first} or {@code last}; it may be missing.
 *
 * @param mean one number for all channels, or one per channel
 * @param std  as many numbers, each above 0
 * @param channels where the channels are in the rows of a network that takes images flattened; null if unknown
 */
public record InputNormalisation(List<Double> mean, List<Double> std, @Nullable ChannelOrder channels) {

    /** Key of the means in a file's metadata. */
    public static final String MEAN = "mean";
    /** Key of the standard deviations in a file's metadata. */
    public static final String STD = "std";
    /** Key of the order of channels in a file's metadata. */
    public static final String CHANNELS = "channels";

    /** Relative tolerance: numbers rounded to single precision still agree. */
    private static final double ROUNDING = 1e-6;

    /** @throws IllegalArgumentException if the lists differ in length, are empty, or a number is out of range */
    public InputNormalisation {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.isEmpty() || mean.size() != std.size()) {
            throw new IllegalArgumentException("a normalisation has as many means as standard deviations, not "
                    + mean.size() + " and " + std.size());
        }
        if (mean.stream().anyMatch(value -> !Double.isFinite(value))) {
            throw new IllegalArgumentException("a mean must be finite: " + mean);
        }
        if (std.stream().anyMatch(value -> !(value > 0) || Double.isInfinite(value))) {
            throw new IllegalArgumentException("a standard deviation must be finite and above 0: " + std);
        }
    }

    /** A normalisation whose order of channels is unknown. */
    public InputNormalisation(List<Double> mean, List<Double> std) {
        this(mean, std, null);
    }

    /** The order of channels; empty if unknown. */
    public Optional<ChannelOrder> channelOrder() {
        return Optional.ofNullable(channels);
    }

    /**
     * Reads the normalisation from a file's metadata. If one text has several numbers and the other a single one, the
     * single number applies to all channels.
     *
     * @param metadata any texts by key; only {@link #MEAN}, {@link #STD} and {@link #CHANNELS} are read
     * @return empty if neither key is present
     * @throws IllegalArgumentException if one of the two is missing or not a list of numbers, or the two do not form a
     *                                  valid normalisation; the message names the key
     */
    public static Optional<InputNormalisation> of(Map<String, String> metadata) {
        String mean = metadata.get(MEAN);
        String std = metadata.get(STD);
        if (mean == null && std == null) {
            return Optional.empty();
        }
        if (mean == null || std == null) {
            throw new IllegalArgumentException("the metadata have '" + (mean == null ? STD : MEAN) + "' but no '"
                    + (mean == null ? MEAN : STD) + "'; both are needed");
        }
        List<Double> means = numbers(MEAN, mean);
        List<Double> stds = numbers(STD, std);
        int channels = Math.max(means.size(), stds.size());
        return Optional.of(new InputNormalisation(
                spread(means, channels), spread(stds, channels), order(metadata.get(CHANNELS))));
    }

    /** Unknown if the text is another one: files from other programs may use the key for other purposes. */
    private static @Nullable ChannelOrder order(@Nullable String text) {
        return Arrays.stream(ChannelOrder.values())
                .filter(order -> order.toString().equals(text)).findFirst().orElse(null);
    }

    /** The texts that {@link #of} reads: {@link #MEAN}, {@link #STD}, and {@link #CHANNELS} if it is known. */
    public Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(MEAN, text(mean));
        metadata.put(STD, text(std));
        channelOrder().ifPresent(order -> metadata.put(CHANNELS, order.toString()));
        return metadata;
    }

    /** Whether both are equal for every channel, up to single-precision rounding. */
    public boolean agreesWith(InputNormalisation other) {
        int channels = Math.max(mean.size(), other.mean.size());
        return agree(spread(mean, channels), spread(other.mean, channels))
                && agree(spread(std, channels), spread(other.std, channels));
    }

    /** In words for messages: "mean 0.1307, std 0.3081". */
    public String inWords() {
        return "mean " + text(mean) + ", std " + text(std);
    }

    private static List<Double> numbers(String key, String text) {
        List<Double> numbers = new ArrayList<>();
        for (String number : text.strip().replaceAll("^\\[|]$", "").split(",", -1)) {
            try {
                numbers.add(Double.parseDouble(number.strip()));
            } catch (NumberFormatException noNumber) {
                throw new IllegalArgumentException("'" + key + "' of the metadata is '" + text
                        + "'; numbers with commas between are right, such as 0.4914,0.4822,0.4465", noNumber);
            }
        }
        return numbers;
    }

    private static List<Double> spread(List<Double> values, int channels) {
        return values.size() == 1 ? Collections.nCopies(channels, values.get(0)) : values;
    }

    private static boolean agree(List<Double> a, List<Double> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int c = 0; c < a.size(); c++) {
            double scale = Math.max(Math.abs(a.get(c)), Math.abs(b.get(c)));
            if (Math.abs(a.get(c) - b.get(c)) > ROUNDING * scale) {
                return false;
            }
        }
        return true;
    }

    private static String text(List<Double> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** Where the colour channels of an image are among its axes. */
    public enum ChannelOrder {
        /** [channels, height, width]. */
        FIRST,
        /** [height, width, channels]. */
        LAST;

        /** The word in files and options: "first" or "last". */
        @Override
        public String toString() {
            return SettingType.word(this);
        }
    }
}
