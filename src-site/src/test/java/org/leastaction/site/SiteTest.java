package org.leastaction.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteTest {

    @TempDir
    private Path root;

    @BeforeEach
    void pages() throws IOException {
        Files.createDirectories(root.resolve("docs/results"));
        Files.writeString(root.resolve("README.md"), "# A < B\n[guide](docs/guide.md#to-begin) ![p](docs/p.svg)\n");
        Files.writeString(root.resolve("docs/p.svg"), "<svg/>");
        Files.writeString(root.resolve("docs/guide.md"),
                "# Guide\n## To begin\n[start](../README.md), [end](#the-end)\n"
                        + "| a | b |\n| --- | --- |\n| `x` | 1 |\n\n## Between\n## The end\n[out](https://example.org/a.md)\n");
        Files.writeString(root.resolve("docs/results/README.md"), "# Results\n[up](../guide.md) [data](../p.svg)\n");
    }

    private Path write() throws IOException {
        Path folder = root.resolve("target/site");
        Site.main(root.toString(), folder.toString());
        return folder;
    }

    @Test
    void linksLeadToPagesAndFilesOfTheSite() throws IOException {
        Path site = write();

        assertThat(site.resolve("docs/p.svg")).hasContent("<svg/>");
        assertThat(Files.readString(site.resolve("index.html")))
                .contains("<title>A &lt; B</title>", "href=\"docs/guide.html#to-begin\"", "src=\"docs/p.svg\"",
                        "href=\"site.css\"", "<a href=\"index.html\" aria-current=\"page\">Start</a>");
        assertThat(Files.readString(site.resolve("docs/guide.html")))
                .contains("<h2 id=\"to-begin\">To begin</h2>", "href=\"../index.html\"", "<a href=\"#the-end\">end</a>",
                        "<td><code>x</code></td>", "<a class=\"level2\" href=\"#to-begin\">To begin</a>",
                        "href=\"../site.css\"", "href=\"https://example.org/a.md\"");
        assertThat(Files.readString(site.resolve("docs/results/index.html")))
                .contains("href=\"../guide.html\"", "href=\"../p.svg\"", "href=\"../../apidocs/index.html\"");
    }

    @Test
    void linksWithoutTargetsAreErrors() throws IOException {
        Files.writeString(root.resolve("docs/bad.md"),
                "[a](missing.md) [b](guide.md#nowhere) [c](#nowhere) ![d](no.png) [e](../../out.txt) [f](results)");

        assertThatThrownBy(this::write).isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("docs/bad.md: missing.md", "docs/bad.md: guide.md#nowhere",
                        "docs/bad.md: #nowhere", "docs/bad.md: no.png", "docs/bad.md: ../../out.txt",
                        "docs/bad.md: results");
    }
}
