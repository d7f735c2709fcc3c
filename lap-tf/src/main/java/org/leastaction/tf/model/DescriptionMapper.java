package org.leastaction.tf.model;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/** The JSON of descriptions beside weights: constants are the words of their {@code toString()}. */
public final class DescriptionMapper {

    private DescriptionMapper() {}

    public static ObjectMapper create() {
        return new ObjectMapper()
                .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
                .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING);
    }
}
