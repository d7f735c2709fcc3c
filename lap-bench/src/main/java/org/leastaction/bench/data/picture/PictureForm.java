package org.leastaction.bench.data.picture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.leastaction.flow.PicturePreparation;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Limit;
import org.leastaction.settings.SettingType;

/**
 * The form in which pictures are read: colours are converted, then the picture is resized, then cropped.
 *
 * @param resize        empty: not resized; one number: length of the shorter side, the other in proportion, rounded
 *                      down; two: height and width
 * @param crop          empty: not cropped; one number: sides of a square in the middle; two: height and width. Black is
 *                      added where a picture is smaller
 * @param interpolation used in resizing; empty: bilinear
 * @param colour        empty: as stored, grey or coloured
 * @param margin        where the middle is cut out, if the pixels around it cannot be halved
 */
public record PictureForm(
        List<Integer> resize, List<Integer> crop, Optional<Interpolation> interpolation, Optional<Colour> colour,
        CropMargin margin) {

    private static final int LONGEST = 1 << 14;

    /** @throws IllegalArgumentException if there are more than two extents, or one is not from 1 to 16,384 */
    public PictureForm {
        resize = extents("resize", "the shorter side, or height and width", resize);
        crop = extents("crop", "the side of a square, or height and width", crop);
    }

    private static List<Integer> extents(String setting, String meaning, List<Integer> extents) {
        if (extents.size() > 2 || extents.stream().anyMatch(extent -> extent < 1 || extent > LONGEST)) {
            throw new IllegalArgumentException(setting + " takes one or two whole numbers from 1 to " + LONGEST + " ("
                    + meaning + "), not " + extents);
        }
        return List.copyOf(extents);
    }

    /** Pictures as they are stored. */
    public static PictureForm asStored() {
        return new PictureForm(List.of(), List.of(), Optional.empty(), Optional.empty(), CropMargin.EVEN);
    }

    /**
     * The form that a model states.
     *
     * @throws IllegalArgumentException if an extent is out of range, or a word is not known
     */
    public static PictureForm of(PicturePreparation stated) {
        return new PictureForm(stated.resize(), stated.crop(),
                named("interpolation", stated.interpolation(), Interpolation.class),
                named("colour", stated.colour(), Colour.class),
                named("crop margin", stated.margin(), CropMargin.class).orElse(CropMargin.EVEN));
    }

    private static <E extends Enum<E>> Optional<E> named(String setting, String word, Class<E> choice) {
        try {
            return word.isBlank() ? Optional.empty() : Optional.of(SettingType.choice(choice).read(word));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("the " + setting + " '" + word + "' is not offered", unknown);
        }
    }

    /**
     * The statement of this form for a model that is trained on such pictures.
     *
     * @param channels of the pictures
     */
    public PicturePreparation preparation(int channels) {
        return new PicturePreparation(resize, crop, resize.isEmpty() ? "" : SettingType.word(filter()),
                SettingType.word(colour.orElse(channels == 1 ? Colour.GREY : Colour.RGB)), SettingType.word(margin));
    }

    /** A copy with the shorter side, or with height and width, of at most 16,384; an empty list: not resized. */
    public PictureForm resized(List<Integer> extents) {
        return new PictureForm(extents, crop, interpolation, colour, margin);
    }

    /** A copy with the side of a square, or with height and width, of at most 16,384; an empty list: not cropped. */
    public PictureForm cropped(List<Integer> extents) {
        return new PictureForm(resize, extents, interpolation, colour, margin);
    }

    /** A copy that resizes by another interpolation. */
    public PictureForm with(Interpolation newInterpolation) {
        return new PictureForm(resize, crop, Optional.of(newInterpolation), colour, margin);
    }

    /** A copy that converts pictures to a colour. */
    public PictureForm in(Colour newColour) {
        return new PictureForm(resize, crop, interpolation, Optional.of(newColour), margin);
    }

    /** A copy that cuts the middle out with another margin. */
    public PictureForm with(CropMargin newMargin) {
        return new PictureForm(resize, crop, interpolation, colour, newMargin);
    }

    /** Whether pictures keep the sizes that they are stored in. */
    public boolean keepsSize() {
        return resize.isEmpty() && crop.isEmpty();
    }

    private boolean hasSizesOf(PictureForm other) {
        return resize.equals(other.resize) && sides(crop).equals(sides(other.crop));
    }

    private static List<Integer> sides(List<Integer> crop) {
        return crop.size() == 1 ? List.of(crop.get(0), crop.get(0)) : crop;
    }

    /**
     * Whether options for this form contradict a form that is stated elsewhere: both say something about the size, the
     * interpolation or the colour, and not the same. Resizing and cropping count as one statement.
     */
    public boolean contradicts(PictureForm stated) {
        boolean otherSize = !keepsSize() && !stated.keepsSize() && !hasSizesOf(stated);
        boolean otherFilter = !stated.resize.isEmpty() && interpolation.isPresent() && filter() != stated.filter();
        boolean otherColour = colour.isPresent() && stated.colour.isPresent() && !colour.equals(stated.colour);
        return otherSize || otherFilter || otherColour;
    }

    /** This form with everything that it leaves open as in a stated one; other sizes keep their own interpolation. */
    public PictureForm completedBy(PictureForm stated) {
        boolean open = keepsSize();
        return new PictureForm(open ? stated.resize : resize, open ? stated.crop : crop,
                interpolation.or(() -> open || hasSizesOf(stated) ? stated.interpolation : Optional.empty()),
                colour.or(stated::colour), stated.margin); // no option sets the margin
    }

    private Interpolation filter() {
        return interpolation.orElse(Interpolation.BILINEAR);
    }

    /** In words for messages: "resized to 256 (bicubic), cropped to 224 × 224, rgb". */
    public String inWords() {
        List<String> parts = new ArrayList<>();
        if (!resize.isEmpty() || (crop.isEmpty() && interpolation.isPresent())) {
            parts.add("resized" + (resize.isEmpty() ? "" : " to " + inWords(resize)) + " (" + SettingType.word(filter())
                    + ")");
        }
        if (!crop.isEmpty()) {
            parts.add("cropped to " + inWords(crop));
        }
        colour.ifPresent(known -> parts.add(SettingType.word(known)));
        return parts.isEmpty() ? "as stored" : String.join(", ", parts);
    }

    private static String inWords(List<Integer> extents) {
        return extents.stream().map(String::valueOf).collect(Collectors.joining(" × "));
    }

    /**
     * A picture in this form.
     *
     * @param file of the picture, for messages
     * @throws InputFileException if the picture becomes too large
     */
    Picture of(Picture stored, Path file) throws InputFileException {
        Picture picture = colour.map(wanted -> stored.withChannels(wanted.channels())).orElse(stored);
        picture = colour.equals(Optional.of(Colour.BGR)) ? picture.reversed() : picture;
        if (!resize.isEmpty()) {
            int shorter = Math.min(picture.height(), picture.width());
            long newHeight = resize.size() == 2 ? resize.get(0) : (long) resize.get(0) * picture.height() / shorter;
            long newWidth = resize.size() == 2 ? resize.get(1) : (long) resize.get(0) * picture.width() / shorter;
            Limit.IMAGE_PIXELS.check(
                    file, Math.max(newHeight, picture.height()) * newWidth, "pixels while it is resized");
            picture = picture.resized((int) newHeight, (int) newWidth, filter());
        }
        if (crop.isEmpty()) {
            return picture;
        }
        int height = crop.get(0);
        int width = crop.get(crop.size() - 1);
        Limit.IMAGE_PIXELS.check(file, (long) height * width, "pixels when it is cropped");
        return picture.cropped(height, width, margin);
    }

    /** Half of an odd number of pixels around the middle. */
    public enum CropMargin {
        /** As torchvision does: rounded to an even number; where black is added, towards zero. */
        EVEN {
            @Override
            int of(int around) {
                return around < 0 ? around / 2 : (int) Math.rint(around / 2.0);
            }
        },
        /** As transformers does: rounded down, so that more black is added before the picture than after it. */
        DOWN {
            @Override
            int of(int around) {
                return Math.floorDiv(around, 2);
            }
        };

        /** The pixels before the middle, of those around it; negative where black is added. */
        abstract int of(int around);
    }
}
