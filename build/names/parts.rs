//! The words that names are made of: given names, surnames, head nouns, titles, complements.

use serde::Deserialize;

use super::{Builder, Table, number};
use crate::decline::{self, Cases, Gender};
use crate::lexicon::compiled::{Head, Sense};
use crate::lexicon::tsv;
use crate::model::entity::EntityType;

#[derive(Deserialize)]
pub(super) struct GivenLine {
    pub name: String,
    pub genitive: String,
    pub gender: String,
    pub origin: String,
}

/// A name, or another word that declines.
#[derive(Deserialize)]
pub(super) struct WordLine {
    pub name: String,
    pub genitive: String,
}

#[derive(Deserialize)]
struct HeadLine {
    noun: String,
    genitive: String,
    plural: String,
    plural_genitive: String,
    r#type: String,
    subtype: String,
    pattern: String,
}

#[derive(Deserialize)]
struct ComplementLine {
    form: String,
}

impl Builder {
    /// Adds what the tables of words say.
    pub(super) fn words(&mut self, table: Table<'_>) -> std::io::Result<()> {
        // Of names with the same form the Ukrainian one is likelier: «Якова» is of «Яків».
        let (ours, others): (Vec<GivenLine>, Vec<GivenLine>) =
            tsv::rows::<GivenLine>("given_names", &table("given_names")?)
                .into_iter()
                .partition(|line| line.origin == "uk");
        for line in ours.into_iter().chain(others) {
            let gender = if line.gender == "f" { Gender::Feminine } else { Gender::Masculine };
            let index = self.nominative(&line.name);
            for (form, cases) in self.living(&line.name, &line.genitive, gender) {
                self.sense(form, Sense::Given(index, cases, gender));
            }
        }
        for line in tsv::rows::<WordLine>("surnames", &table("surnames")?) {
            self.surname(&line);
        }
        for line in tsv::rows::<HeadLine>("heads", &table("heads")?) {
            self.head(line);
        }
        for line in tsv::rows::<WordLine>("titles", &table("titles")?) {
            for (form, cases) in self.forms(&line.name, &line.genitive) {
                self.sense(form, Sense::Title(cases));
            }
        }
        for line in tsv::rows::<ComplementLine>("complements", &table("complements")?) {
            self.sense(line.form, Sense::Complement);
        }
        for line in tsv::rows::<WordLine>("unnamed", &table("unnamed")?) {
            for (form, _) in self.forms(&line.name, &line.genitive) {
                self.sense(form, Sense::Unnamed);
            }
        }
        Ok(())
    }

    fn forms(&self, nominative: &str, genitive: &str) -> Vec<(String, Cases)> {
        let forms = decline::forms(&self.paradigms, nominative, genitive);
        forms.into_iter().map(|form| (form.text.to_lowercase(), form.cases)).collect()
    }

    /// The forms of a name of persons.
    fn living(&self, nominative: &str, genitive: &str, gender: Gender) -> Vec<(String, Cases)> {
        let (lower, lower_gen) = (nominative.to_lowercase(), genitive.to_lowercase());
        let cases = |(form, cases): (String, Cases)| match gender {
            Gender::Feminine => (form, cases),
            _ => {
                let cases = cases.of_living(&form, &lower, &lower_gen);
                (form, cases)
            }
        };
        self.forms(nominative, genitive).into_iter().map(cases).collect()
    }

    fn nominative(&mut self, name: &str) -> u32 {
        let index = number(self.nominatives.len());
        self.nominatives.push(name.to_owned());
        index
    }

    /// A surname of men, women and families.
    fn surname(&mut self, line: &WordLine) {
        let woman = self.paradigms.woman(&line.name, &line.genitive);
        let family = self.paradigms.family(&line.name, &line.genitive);
        let man = (line.name.clone(), line.genitive.clone());
        let all = [(man, Gender::Masculine), (woman, Gender::Feminine)];
        for ((nominative, genitive), gender) in
            all.into_iter().chain(family.map(|family| (family, Gender::Plural)))
        {
            let index = self.nominative(&nominative);
            for (form, cases) in self.living(&nominative, &genitive, gender) {
                self.sense(form, Sense::Surname(index, cases, gender));
            }
        }
    }

    fn head(&mut self, line: HeadLine) {
        let Some(kind) = EntityType::from_name(&line.r#type) else { return };
        let index = number(self.heads.len());
        let gender = self.paradigms.of(&line.noun, &line.genitive).map(|known| known.gender);
        let has = |pattern: &str| line.pattern.split('|').any(|one| one == pattern);
        for (form, cases) in self.forms(&line.noun, &line.genitive) {
            // An abbreviation counts with its full stop, which is no part of the word.
            let form = form.trim_end_matches('.').to_owned();
            self.sense(form, Sense::Head(index, cases));
        }
        if !line.plural.is_empty() {
            for (form, cases) in self.forms(&line.plural, &line.plural_genitive) {
                self.sense(form, Sense::SharedHead(index, cases));
            }
        }
        self.heads.push(Head {
            // Among names -о is of men, among nouns of things: «військо».
            gender: match gender {
                Some(gender) if !line.noun.ends_with('о') => gender,
                _ => Gender::Neuter,
            },
            kind,
            adjective: has("adjective"),
            shared: has("shared"),
            complement: has("complement"),
            quoted: has("quoted"),
            name: has("name"),
            noun: line.noun,
            subtype: line.subtype,
        });
    }
}
