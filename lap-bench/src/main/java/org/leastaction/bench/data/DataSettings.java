package org.leastaction.bench.data;

import java.util.List;
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
            "a known data set ('lap data list'), a .npz file, a folder of .npy files, or one of class folders of .png"
                    + " or"
                    + " .jpg images");
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

    private static final Setting<ChannelOrder> CHANNELS = Setting.dependent("channels",
            SettingType.choice(ChannelOrder.class), "that of the shapes, otherwise last",
            "order of the colour channels, in arrays of images whose shape does not show it and in the rows of a model"
                    + " that"
                    + " takes images flattened");

    private static final SettingSchema SCHEMA =
            SettingSchema.of(DATA, TRAIN_SIZE, TEST_SIZE, MEAN, STD, CIRCLES_FACTOR, CIRCLES_NOISE, CHANNELS);

    /** The settings by name. */
    public static final SettingGroup GROUP = SettingGroup.of(SCHEMA);

    private DataSettings() {}

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
                .withCircles(new Circles(settings.get(CIRCLES_FACTOR), settings.get(CIRCLES_NOISE)))
                .withSeed(seed);
        if (settings.find(CHANNELS).isPresent()) {
            request = request.withChannels(settings.get(CHANNELS));
        }
        if (settings.find(TRAIN_SIZE).isPresent()) {
            request = request.withTrainSize(settings.get(TRAIN_SIZE));
        }
        return settings.find(TEST_SIZE).isPresent() ? request.withTestSize(settings.get(TEST_SIZE)) : request;
    }
}
