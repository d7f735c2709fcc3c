package org.leastaction.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class InputDescriptionTest {

    private static final InputDescription NONE = InputDescription.unknown();

    static Stream<InputDescription> descriptions() {
        return Stream.of(NONE,
                NONE.with(new InputNormalisation(List.of(0.5), List.of(0.25))),
                NONE.with(new PicturePreparation(List.of(256), List.of(224, 192), "bicubic", "rgb", "down")),
                NONE.with(new PicturePreparation(List.of(), List.of(), "", "grey", "")),
                NONE.withClasses(List.of("tench, Tinca tinca", "Hai"), List.of("tench, Tinca tinca", "Hai")),
                NONE.withClasses(List.of("tench", "shark"), List.of("n01440764", "n01484850"))
                        .with(new InputNormalisation(List.of(0.1, 0.2, 0.3), List.of(1.0, 2.0, 3.0)))
                        .with(new PicturePreparation(List.of(8, 9), List.of(7), "lanczos", "bgr", "even")));
    }

    @ParameterizedTest
    @MethodSource("descriptions")
    void metadataAreReadAndWrittenAlike(InputDescription description) {
        Map<String, String> metadata = new HashMap<>(description.metadata());
        metadata.put("id", "x");

        assertThat(InputDescription.of(metadata)).isEqualTo(description);
    }

    @Test
    void aNameIsOneLine() {
        assertThat(InputDescription.of(NONE.withClasses(List.of("a\nb", "c"), List.of("a\nb", "c")).metadata())
                .classNames()).containsExactly("a b", "c");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "resize        | 1,2,3   | 'resize' is [1, 2, 3]",
            "resize        | 0       | 'resize' is [0]",
            "crop          | 224,    | 'crop' of the metadata is '224,'",
            "crop          | centre  | 'crop' of the metadata is 'centre'",
            "class_names   | a%%b    | is blank",
            "class_folders | a%b     | 0 names of classes and 2 names of their folders"})
    void malformedTextsAreRefused(String key, String text, String problem) {
        assertThatThrownBy(() -> InputDescription.of(Map.of(key, text.replace('%', '\n'))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(problem);
    }
}
