package org.leastaction.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private enum Size {
        HALF,
        FULL_SIZE
    }

    private static final Setting<Integer> WIDTH =
            Setting.of("width", SettingType.wholeNumber(1, 1000), 4, "hidden units");
    private static final Setting<Double> STEP = Setting.of("time-step", SettingType.numberAbove(0), 1.0, "factor");
    private static final Setting<Double> DECAY = Setting.of("decay", SettingType.numberFrom(0), 0.0, "decay");
    private static final Setting<Boolean> NORM = Setting.of("batch-norm", SettingType.flag(), true, "normalise");
    private static final Setting<Size> SIZE = Setting.of("size", SettingType.choice(Size.class), Size.HALF, "size");
    private static final Setting<List<Integer>> BLOCKS =
            Setting.of("blocks", SettingType.wholeNumbers(1), List.of(3, 3), "blocks");
    private static final Setting<List<Integer>> ONE =
            Setting.of("one", SettingType.oneWholeNumber(1), List.of(9), "blocks");
    private static final Setting<Integer> FILTERS =
            Setting.dependent("filters", SettingType.wholeNumber(2), "32 for grey images", "channels");
    private static final SettingSchema SCHEMA =
            SettingSchema.of(WIDTH, STEP, DECAY, NORM, SIZE, BLOCKS, ONE, FILTERS);

    @Test
    void valuesAreReadFromTextAndFromJson() {
        Settings texts = SCHEMA.usual().with(Map.of("width", "8", "time-step", "1e-2", "batch-norm", "no",
                "size", "full-size", "blocks", "1, 2,3", "one", "5", "filters", "16"), "this");
        Settings json = SCHEMA.usual().with(Map.of("width", 8, "time-step", 0.01, "batch-norm", false,
                "size", "full-size", "blocks", List.of(1, 2, 3), "one", List.of(5), "filters", 16.0), "this");

        assertThat(texts).isEqualTo(json).hasSameHashCodeAs(json);
        assertThat(texts.get(WIDTH)).isEqualTo(8);
        assertThat(texts.get(STEP)).isEqualTo(0.01);
        assertThat(texts.get(NORM)).isFalse();
        assertThat(texts.get(SIZE)).isEqualTo(Size.FULL_SIZE);
        assertThat(texts.get(BLOCKS)).containsExactly(1, 2, 3);
        assertThat(texts.get(ONE)).containsExactly(5);
        assertThat(texts.toJson()).containsEntry("time_step", 0.01).containsEntry("size", "full-size");
        assertThat(SCHEMA.usual().with(texts.toJson().entrySet().stream().collect(java.util.stream.Collectors
                .toMap(entry -> entry.getKey().replace('_', '-'), Map.Entry::getValue)), "this")).isEqualTo(texts);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            width     | 0        | width must be a whole number from 1 to 1000, not '0'
            width     | 1001     | width must be a whole number from 1 to 1000, not '1001'
            width     | 1.5      | width must be a whole number from 1 to 1000, not '1.5'
            width     | 1e10     | width must be a whole number from 1 to 1000, not '1e10'
            width     | 0x10     | width must be a whole number from 1 to 1000, not '0x10'
            time-step | 0        | time-step must be a finite number above 0, not '0'
            time-step | NaN      | time-step must be a finite number above 0, not 'NaN'
            time-step | 1e999    | time-step must be a finite number above 0, not '1e999'
            decay     | -1       | decay must be a finite number of at least 0, not '-1'
            batch-norm| maybe    | batch-norm must be true or false, not 'maybe'
            size      | quarter  | size must be half or full-size, not 'quarter'
            blocks    | 1,,2     | blocks must be whole numbers of at least 1, separated by commas, not '1,,2'
            one       | 1,2      | one must be a whole number of at least 1, not '1,2'
            widht     | 3        | the network mlp has no setting 'widht'; did you mean 'width'?
            """)
    void whatIsWrongIsSaidWithTheKeyAndWhatWouldBeRight(String key, String value, String sentence) {
        assertThatThrownBy(() -> SCHEMA.usual().with(key, value, "the network mlp"))
                .isInstanceOf(SettingException.class)
                .hasMessage(sentence)
                .satisfies(refused -> assertThat(((SettingException) refused).key()).isEqualTo(key));
    }

    @Test
    void aMissingSettingIsNamed() {
        assertThat(SCHEMA.usual().find(FILTERS)).isEmpty();
        assertThatThrownBy(() -> SCHEMA.usual().get(FILTERS)).hasMessage("the setting 'filters' is missing");
    }

    @Test
    void defaultsAreWrittenAsTheyAreRead() {
        assertThat(BLOCKS.usualInWords()).isEqualTo("3,3");
        assertThat(STEP.usualInWords()).isEqualTo("1");
        assertThat(SIZE.usualInWords()).isEqualTo("half");
        assertThat(FILTERS.usualInWords()).isEqualTo("32 for grey images");
    }

    @Test
    void keysAreDistinctAndWellFormed() {
        assertThatThrownBy(() -> SettingSchema.of(WIDTH, WIDTH)).hasMessageContaining("share a key");
        assertThatThrownBy(() -> Setting.of("Time_Step", SettingType.flag(), true, ""))
                .hasMessageContaining("unlike 'Time_Step'");
    }
}
