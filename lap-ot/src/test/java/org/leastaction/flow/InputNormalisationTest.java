package org.leastaction.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InputNormalisationTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "0.1307                 | 0.3081                 | 1",
            "0.4914,0.4822,0.4465   | 0.2023,0.1994,0.2010   | 3",
            "[0.4914, 0.4822, 0.5]  | [0.2023,0.1994, 0.2]   | 3",
            "0.5                    | 0.2023,0.1994,0.2010   | 3",
            "0.5,0.4,0.3            | 1                      | 3",
            "1e-300                 | 1e300                  | 1"})
    void metadata_are_read_and_written_alike(String mean, String std, int channels) {
        InputNormalisation read = InputNormalisation.of(Map.of("mean", mean, "std", std, "id", "x")).orElseThrow();

        assertThat(read.mean()).hasSize(channels);
        assertThat(InputNormalisation.of(read.metadata())).contains(read);
    }

    @Test
    void metadata_without_the_keys_say_nothing() {
        assertThat(InputNormalisation.of(Map.of("id", "x"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', nullValues = "-", value = {
            "0.5      | -        | no 'std'",
            "-        | 0.5      | no 'mean'",
            "half     | 0.5      | 'mean' of the metadata is 'half'",
            "0.5      | 0.5,     | 'std' of the metadata is '0.5,'",
            "NaN      | 0.5      | must be finite",
            "0.5      | 0        | above 0",
            "0.5      | -1       | above 0",
            "1,2,3    | 1,2      | as many means",
            "\"\"       | 1        | 'mean' of the metadata is ''"})
    void metadata_that_make_no_normalisation_are_refused(String mean, String std, String sentence) {
        Map<String, String> metadata = new HashMap<>();
        if (mean != null) {
            metadata.put("mean", mean);
        }
        if (std != null) {
            metadata.put("std", std);
        }

        assertThatThrownBy(() -> InputNormalisation.of(metadata))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(sentence);
    }

    @Test
    void agreement_is_that_of_every_channel_up_to_single_precision() {
        InputNormalisation one = new InputNormalisation(List.of(0.1307), List.of(0.3081));
        InputNormalisation three = new InputNormalisation(
                List.of(0.1307, 0.1307, (double) 0.1307f), List.of(0.3081, 0.3081, (double) 0.3081f));

        assertThat(one.agreesWith(three)).isTrue();
        assertThat(three.agreesWith(one)).isTrue();
        assertThat(one.agreesWith(new InputNormalisation(List.of(0.1308), List.of(0.3081)))).isFalse();
        assertThat(three.agreesWith(new InputNormalisation(List.of(0.1307, 0.1307), List.of(0.3081, 0.3081))))
                .isFalse();
    }
}
