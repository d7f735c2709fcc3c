package org.leastaction.flow;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How files of pictures become inputs of a network, before they are normalised: colours are converted, then pictures are
 * resized, then cropped.
 *
 * <p>A file stores it as texts with the keys {@code resize}, {@code crop}, {@code interpolation}, {@code colour} and
 * {@code crop_margin}; extents are whole numbers with commas between. Every text may be missing.
 *
 * @param resize        empty: not resized; one number: length of the shorter side; two: height and width
 * @param crop          empty: not cropped; one number: sides of a square in the middle; two: height and width
 * @param interpolation used in resizing: {@code bilinear}, {@code bicubic} or {@code lanczos}; empty if unknown
 * @param colour        {@code grey}, {@code rgb} or {@code bgr} (blue first); empty if unknown
 * @param margin        half of an odd number of pixels around the middle: {@code even} as torchvision rounds it,
 *                      {@code down} as transformers does; empty if unknown
 */
public record PicturePreparation(
        List<Integer> resize, List<Integer> crop, String interpolation, String colour, String margin) {

    private static final String RESIZE = "resize";
    private static final String CROP = "crop";
    private static final String INTERPOLATION = "interpolation";
    private static final String COLOUR = "colour";
    private static final String CROP_MARGIN = "crop_margin";
    static final List<String> KEYS = List.of(RESIZE, CROP, INTERPOLATION, COLOUR, CROP_MARGIN);

    /**
     * A part that is null in a file is unknown.
     *
     * @throws IllegalArgumentException if there are more than two extents, or one is below 1
     */
    public PicturePreparation {
        resize = checked(RESIZE, Objects.requireNonNullElse(resize, List.of()));
        crop = checked(CROP, Objects.requireNonNullElse(crop, List.of()));
        interpolation = Objects.requireNonNullElse(interpolation, "");
        colour = Objects.requireNonNullElse(colour, "");
        margin = Objects.requireNonNullElse(margin, "");
    }

    private static List<Integer> checked(String key, List<Integer> extents) {
        if (extents.size() > 2 || extents.stream().anyMatch(extent -> extent < 1)) {
            throw new IllegalArgumentException("'" + key + "' is " + extents
                    + "; one or two whole numbers from 1 on are right");
        }
        return List.copyOf(extents);
    }

    /**
     * Reads the preparation from a file's metadata.
     *
     * @return empty if no key is present
     * @throws IllegalArgumentException if a list of extents is malformed; the message names its key
     */
    static Optional<PicturePreparation> of(Map<String, String> metadata) {
        return KEYS.stream().noneMatch(metadata::containsKey) ? Optional.empty() : Optional.of(new PicturePreparation(
                extents(RESIZE, metadata.getOrDefault(RESIZE, "")), extents(CROP, metadata.getOrDefault(CROP, "")),
                metadata.getOrDefault(INTERPOLATION, ""), metadata.getOrDefault(COLOUR, ""),
                metadata.getOrDefault(CROP_MARGIN, "")));
    }

    private static List<Integer> extents(String key, String text) {
        try {
            return text.isBlank() ? List.of()
                    : Arrays.stream(text.split(",", -1)).map(String::strip).map(Integer::valueOf).toList();
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException("'" + key + "' of the metadata is '" + text
                    + "'; one or two whole numbers with a comma between are right, such as 256 or 224,224", noNumber);
        }
    }

    /** The texts that {@link #of} reads, without those that say nothing. */
    Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(RESIZE, text(resize));
        metadata.put(CROP, text(crop));
        metadata.put(INTERPOLATION, interpolation);
        metadata.put(COLOUR, colour);
        metadata.put(CROP_MARGIN, margin);
        metadata.values().removeIf(String::isEmpty);
        return metadata;
    }

    private static String text(List<Integer> extents) {
        return extents.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
