package org.leastaction.bench.data;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.leastaction.bench.data.picture.Colour;
import org.leastaction.bench.data.picture.Interpolation;
import org.leastaction.bench.data.picture.PictureForm;
import org.leastaction.flow.InputNormalisation.ChannelOrder;
import org.leastaction.settings.Setting;
import org.leastaction.settings.SettingGroup;
import org.leastaction.settings.SettingGroup.Given;
import org.leastaction.settings.SettingSchema;
import org.leastaction.settings.SettingType;
import org.leastaction.settings.Settings;

/** The settings of data: options of commands and keys of study files. */
public final class DataSettings {

    private static final Setting<String> DATA = Setting.required("data", SettingType.text(),
            "a known data set ('lap data list'), a .npz file, a folder of .npy files, a folder of class folders of"
                    + " pictures (.png, .jpg, .webp), or a list of pictures (.csv or .jsonl with path and label)");
    private static final Setting<Integer> TRAIN_SIZE = Setting.dependent(
            "train-size", SettingType.wholeNumber(1), "all", "number of training points, drawn at random");
    private static final Setting<Integer> TEST_SIZE = Setting.dependent(
            "test-size", SettingType.wholeNumber(1), "all", "number of test points, drawn at random");
    private static final Setting<List<Double>> MEAN = Setting.dependent(
            "mean", SettingType.numbers(), "the model's if it is known, otherwise the data set's",
            "mean of each channel, subtracted");
    private static final Setting<List<Double>> STD = Setting.dependent(
            "std", SettingType.numbers(), "as for the mean", "standard deviation of each channel, divided by");
    private static final Setting<Double> CIRCLES_FACTOR = Setting.of("circles-factor", SettingType.numberFrom(0),
            Circles.defaults().factor(), "radius of the inner one of the generated circles, below 1");
    private static final Setting<Double> CIRCLES_NOISE = Setting.of("circles-noise", SettingType.numberFrom(0),
            Circles.defaults().noise(), "standard deviation of the noise of generated circles");
    private static final Setting<Integer> CIRCLES_DIMENSION = Setting.of("circles-dimension",
            SettingType.wholeNumber(2), Circles.defaults().dimension(),
            "coordinates of generated circles, 0 beyond the first two");

    private static final Setting<ChannelOrder> CHANNELS = Setting.dependent("channels",
            SettingType.choice(ChannelOrder.class), "that of the shapes, otherwise last",
            "order of the colour channels, in arrays of images whose shape does not show it and in the rows of a model"
                    + " that takes images flattened");

    private static final Setting<List<Integer>> RESIZE = Setting.dependent("resize", SettingType.wholeNumbers(1),
            "the model's if it is known, otherwise as stored",
            "pictures in files: length of the shorter side, or height and width");
    private static final Setting<List<Integer>> CROP = Setting.dependent("crop", SettingType.wholeNumbers(1),
            "as for the size",
            "pictures in files: side of the square that is cut from the middle, or height and width");
    private static final Setting<Interpolation> INTERPOLATION = Setting.dependent("interpolation",
            SettingType.choice(Interpolation.class), "the model's if it is known, otherwise bilinear",
            "how pictures are resized, with antialiasing");
    private static final Setting<Colour> COLOUR = Setting.dependent("colour", SettingType.choice(Colour.class),
            "that of the model, otherwise as stored", "colours to which pictures in files are converted");
    private static final Setting<String> CLASS_NAMES = Setting.dependent("class-names", SettingType.text(),
            "those of the model or the data",
            "a file with the names of the classes: one a line, or JSON; names of folders of pictures"
                    + " are numbered by it");

    private static final SettingSchema SCHEMA = SettingSchema.of(DATA, TRAIN_SIZE, TEST_SIZE, MEAN, STD, CIRCLES_FACTOR,
            CIRCLES_NOISE, CIRCLES_DIMENSION, CHANNELS, RESIZE, CROP, INTERPOLATION, COLOUR, CLASS_NAMES);

    /** The settings by name. */
    public static final SettingGroup GROUP = SettingGroup.of(SCHEMA);

    private DataSettings() {}

    /** The settings of data among others, which determine the data apart from the seed: "circles, train-size 40". */
    public static String words(Map<String, String> settings) {
        return Stream.concat(Stream.of(settings.getOrDefault(DATA.key(), "")), GROUP.settings().stream()
                .map(SettingGroup.Named::name).filter(name -> !name.equals(DATA.key()) && settings.containsKey(name))
                .sorted().map(name -> name + " " + settings.get(name))).collect(Collectors.joining(", "));
    }

    /**
     * The request that is specified by given values.
     *
     * @throws IllegalArgumentException if a value is out of range, or the data set is missing
     */
    public static DataRequest request(Given given, long seed) {
        Settings settings = GROUP.read(SCHEMA.usual(), "the data set", given);
        DataRequest request = DataRequest.of(settings.get(DATA))
                .withMean(settings.find(MEAN).orElse(List.of()))
                .withStd(settings.find(STD).orElse(List.of()))
                .withCircles(new Circles(
                        settings.get(CIRCLES_FACTOR), settings.get(CIRCLES_NOISE), settings.get(CIRCLES_DIMENSION)))
                .withSeed(seed);
        if (settings.find(CHANNELS).isPresent()) {
            request = request.withChannels(settings.get(CHANNELS));
        }
        PictureForm pictures = PictureForm.asStored()
                .resized(settings.find(RESIZE).orElse(List.of())).cropped(settings.find(CROP).orElse(List.of()));
        pictures = settings.find(INTERPOLATION).map(pictures::with).orElse(pictures);
        request = request.withPictures(settings.find(COLOUR).map(pictures::in).orElse(pictures));
        if (settings.find(CLASS_NAMES).isPresent()) {
            request = request.withClassNames(path(settings.get(CLASS_NAMES)));
        }
        if (settings.find(TRAIN_SIZE).isPresent()) {
            request = request.withTrainSize(settings.get(TRAIN_SIZE));
        }
        return settings.find(TEST_SIZE).isPresent() ? request.withTestSize(settings.get(TEST_SIZE)) : request;
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException noPath) {
            throw new IllegalArgumentException("class-names '" + text + "' is no path: " + noPath.getReason(), noPath);
        }
    }
}
