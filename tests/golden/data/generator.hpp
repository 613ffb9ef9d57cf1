// Made by tests/golden/generate.py from PyTorch 1.13.0a0: do not edit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace golden::generator {

/// torch.manual_seed(0) before each.
struct seed_0 {
    static constexpr std::uint64_t seed = 0U;
    static constexpr std::uint32_t bits[] = {2357136044U, 2546248239U, 3071714933U, 3626093760U, 2588848963U, 3684848379U,
        2340255427U, 3638918503U};
    static constexpr float float_unit[] = {0.4962566F, 0.7682218F, 0.08847743F, 0.13203049F, 0.30742282F, 0.6340787F,
        0.4900934F, 0.89644474F};
    static constexpr float float_uneven[] = {0.098502636F, 0.20728873F, -0.06460903F, -0.047187805F, 0.022969127F,
        0.15363148F, 0.096037365F, 0.2585779F, 0.08225119F, 0.15292251F, 0.039557386F, 0.060686924F, -0.0910697F,
        -0.032456424F, 0.01755538F, 0.10740872F};
    static constexpr double double_unit[] = {0.9700530018065531, 0.707819864399788, 0.45938294312745087,
        0.9207476841219603, 0.6450241201227648, 0.7911478921803037, 0.17860617520075095, 0.3511076243939284};
    static constexpr double double_uneven[] = {0.2880212007226212, 0.1831279457599152, 0.08375317725098036,
        0.26829907364878414, 0.15800964804910592, 0.21645915687212147, -0.02855752991969962, 0.04044304975757136,
        0.1325363679230298, 0.01529435685446008, 0.08114753955244569, -0.02928018951851437, 0.04210670333572258,
        0.14876209947181107, 0.09273936031268343, 0.07632019961774379};
    static constexpr std::uint32_t permutation_1[] = {0U};
    static constexpr std::uint32_t permutation_2[] = {0U, 1U};
    static constexpr std::uint32_t permutation_7[] = {4U, 0U, 5U, 3U, 2U, 6U, 1U};
    static constexpr std::uint32_t permutation_99[] = {98U, 88U, 27U, 3U, 72U, 68U, 85U, 0U, 12U, 4U, 67U, 37U, 48U, 64U,
        22U, 47U, 77U, 95U, 59U, 52U, 43U, 62U, 96U, 33U, 7U, 34U, 86U, 44U, 69U, 89U, 82U, 87U, 35U, 28U, 18U, 40U, 46U,
        92U, 20U, 10U, 73U, 11U, 58U, 76U, 75U, 5U, 74U, 70U, 17U, 15U, 24U, 45U, 2U, 30U, 80U, 19U, 94U, 61U, 42U, 66U,
        91U, 63U, 21U, 23U, 79U, 39U, 38U, 65U, 54U, 60U, 97U, 25U, 14U, 55U, 49U, 41U, 71U, 81U, 36U, 29U, 90U, 50U, 56U,
        84U, 93U, 53U, 31U, 1U, 78U, 26U, 6U, 51U, 32U, 13U, 57U, 8U, 83U, 16U, 9U};
    static constexpr std::uint32_t permutation_1000_front[] = {44U, 37U, 675U, 775U, 947U, 209U, 719U, 500U};
    static constexpr std::uint32_t permutation_1000_back[] = {214U, 390U, 760U, 206U, 932U, 745U, 263U, 354U};
    static constexpr float unit_after_permutation_1000 = 0.40386343F;
};

/// torch.manual_seed(1) before each.
struct seed_1 {
    static constexpr std::uint64_t seed = 1U;
    static constexpr std::uint32_t bits[] = {1791095845U, 4282876139U, 3093770124U, 4005303368U, 491263U, 550290313U,
        1298508491U, 4290846341U};
    static constexpr float float_unit[] = {0.7576316F, 0.27931088F, 0.40306926F, 0.73468447F, 0.029281557F, 0.7998586F,
        0.39713734F, 0.75437194F};
    static constexpr float float_uneven[] = {0.20305264F, 0.011724353F, 0.061227705F, 0.1938738F, -0.088287376F,
        0.21994345F, 0.058854938F, 0.20174877F, 0.1278034F, 0.07551117F, 0.15547219F, 0.10986636F, 0.17304564F,
        0.022059798F, 0.08541825F, 0.08199453F};
    static constexpr double double_unit[] = {0.06105327471962363, 0.2245545065676504, 0.23425251394483937,
        0.17709922744775553, 0.5560680561489946, 0.1094438536552077, 0.46091288943802844, 0.7083652828912927};
    static constexpr double double_uneven[] = {-0.07557869011215056, -0.010178197372939835, -0.006298994422064253,
        -0.029160309020897793, 0.12242722245959783, -0.05622245853791692, 0.08436515577521138, 0.1833461131565171,
        0.1319105025365968, 0.09866692472666135, 0.10415006890745411, 0.031815056714661165, 0.18728245610292316,
        0.05380444137138749, -0.06408128082010132, -0.05301763268241455};
    static constexpr std::uint32_t permutation_1[] = {0U};
    static constexpr std::uint32_t permutation_2[] = {1U, 0U};
    static constexpr std::uint32_t permutation_7[] = {0U, 6U, 1U, 3U, 5U, 2U, 4U};
    static constexpr std::uint32_t permutation_99[] = {22U, 74U, 37U, 11U, 0U, 30U, 89U, 20U, 85U, 81U, 49U, 12U, 8U, 60U,
        32U, 27U, 23U, 4U, 47U, 55U, 17U, 13U, 82U, 19U, 72U, 75U, 10U, 71U, 33U, 83U, 53U, 25U, 3U, 84U, 76U, 28U, 6U,
        5U, 35U, 36U, 51U, 44U, 56U, 7U, 52U, 21U, 54U, 38U, 68U, 63U, 79U, 18U, 39U, 29U, 90U, 66U, 24U, 59U, 1U, 67U,
        64U, 98U, 86U, 77U, 87U, 70U, 94U, 65U, 42U, 97U, 62U, 78U, 2U, 31U, 96U, 73U, 88U, 58U, 48U, 41U, 80U, 9U, 46U,
        92U, 16U, 50U, 57U, 40U, 26U, 61U, 95U, 69U, 91U, 34U, 15U, 45U, 93U, 14U, 43U};
    static constexpr std::uint32_t permutation_1000_front[] = {845U, 303U, 66U, 436U, 239U, 593U, 573U, 999U};
    static constexpr std::uint32_t permutation_1000_back[] = {280U, 692U, 175U, 778U, 364U, 513U, 935U, 639U};
    static constexpr float unit_after_permutation_1000 = 0.71859276F;
};

/// torch.manual_seed(42) before each.
struct seed_42 {
    static constexpr std::uint64_t seed = 42U;
    static constexpr std::uint32_t bits[] = {1608637542U, 3421126067U, 4083286876U, 787846414U, 3143890026U, 3348747335U,
        2571218620U, 2563451924U};
    static constexpr float float_unit[] = {0.88226926F, 0.91500396F, 0.38286376F, 0.95930564F, 0.3904482F, 0.60089535F,
        0.25657248F, 0.7936413F};
    static constexpr float float_uneven[] = {0.25290772F, 0.26600158F, 0.053145505F, 0.28372225F, 0.056179285F,
        0.14035814F, 0.002628994F, 0.21745653F, 0.2763086F, -0.04672563F, 0.27383924F, 0.13743186F, 0.24776177F,
        0.12708612F, 0.19643763F, 0.0717618F};
    static constexpr double double_unit[] = {0.05815448596142969, 0.06291016742457756, 0.12358607277440903,
        0.05258016436107704, 0.5261718968547618, 0.47678475378747964, 0.9552357002491416, 0.9287525814574296};
    static constexpr double double_uneven[] = {-0.07673820561542813, -0.07483593303016899, -0.05056557089023639,
        -0.0789679342555692, 0.11046875874190475, 0.09071390151499187, 0.28209428009965665, 0.2715010325829718,
        -0.06658265249885287, -0.04694373113852057, -0.03717860099571677, 0.05014681282020024, 0.23700789233259473,
        0.248200416713479, 0.05101318210822377, 0.14497463559751653};
    static constexpr std::uint32_t permutation_1[] = {0U};
    static constexpr std::uint32_t permutation_2[] = {0U, 1U};
    static constexpr std::uint32_t permutation_7[] = {1U, 6U, 3U, 5U, 4U, 0U, 2U};
    static constexpr std::uint32_t permutation_99[] = {6U, 66U, 98U, 49U, 25U, 1U, 10U, 87U, 78U, 92U, 11U, 65U, 29U, 33U,
        15U, 31U, 3U, 2U, 21U, 85U, 79U, 35U, 64U, 90U, 17U, 30U, 56U, 36U, 16U, 38U, 51U, 20U, 60U, 88U, 77U, 95U, 47U,
        97U, 91U, 69U, 83U, 61U, 12U, 23U, 5U, 62U, 0U, 28U, 7U, 76U, 72U, 96U, 32U, 43U, 70U, 54U, 68U, 40U, 55U, 48U,
        80U, 39U, 22U, 14U, 41U, 84U, 50U, 42U, 34U, 58U, 52U, 4U, 13U, 94U, 37U, 9U, 24U, 75U, 27U, 53U, 59U, 73U, 89U,
        63U, 67U, 45U, 71U, 19U, 93U, 26U, 81U, 57U, 44U, 86U, 18U, 82U, 74U, 8U, 46U};
    static constexpr std::uint32_t permutation_1000_front[] = {542U, 618U, 816U, 68U, 94U, 215U, 60U, 585U};
    static constexpr std::uint32_t permutation_1000_back[] = {894U, 2U, 770U, 335U, 284U, 638U, 96U, 455U};
    static constexpr float unit_after_permutation_1000 = 0.029657006F;
};

/// torch.manual_seed(4294967301) before each.
struct seed_4294967301 {
    static constexpr std::uint64_t seed = 4294967301U;
    static constexpr std::uint32_t bits[] = {953453411U, 236996814U, 3739766767U, 3570525885U, 887852006U, 1562238070U,
        3945403792U, 4206684233U};
    static constexpr float float_unit[] = {0.8302519F, 0.12611091F, 0.9074697F, 0.81992704F, 0.92010343F, 0.11664522F,
        0.16439152F, 0.7379194F};
    static constexpr float float_uneven[] = {0.23210075F, -0.049555637F, 0.26298788F, 0.22797082F, 0.26804137F,
        -0.053341914F, -0.034243394F, 0.19516777F, -0.08669414F, 0.2976739F, 0.14257143F, 0.1258285F, -0.071035124F,
        0.16373558F, 0.1860023F, 0.13173103F};
    static constexpr double double_unit[] = {0.6420150066280941, 0.2597579151763153, 0.36082761942715424,
        0.31513260814905053, 0.2661171387772723, 0.8514286979373009, 0.5792977114381994, 0.7200462754430763};
    static constexpr double double_uneven[] = {0.15680600265123765, 0.003903166070526121, 0.0443310477708617,
        0.026053043259620212, 0.006446855510908911, 0.2405714791749204, 0.13171908457527978, 0.18801851017723054,
        0.23896636787813802, 0.08122860112794617, 0.043247537509704476, 0.03028885259109422, 0.2205162510948958,
        -0.012558791280250104, -0.055581834621283216, 0.03163227160544393};
    static constexpr std::uint32_t permutation_1[] = {0U};
    static constexpr std::uint32_t permutation_2[] = {1U, 0U};
    static constexpr std::uint32_t permutation_7[] = {1U, 0U, 4U, 2U, 6U, 5U, 3U};
    static constexpr std::uint32_t permutation_99[] = {53U, 83U, 57U, 96U, 60U, 93U, 70U, 64U, 27U, 73U, 6U, 97U, 0U, 17U,
        72U, 87U, 77U, 95U, 41U, 68U, 43U, 24U, 7U, 90U, 1U, 36U, 66U, 84U, 63U, 55U, 28U, 37U, 78U, 81U, 34U, 92U, 76U,
        31U, 49U, 88U, 65U, 42U, 69U, 98U, 54U, 79U, 44U, 40U, 52U, 45U, 16U, 47U, 39U, 23U, 19U, 26U, 82U, 50U, 61U, 9U,
        32U, 62U, 51U, 89U, 22U, 86U, 56U, 71U, 58U, 3U, 29U, 30U, 91U, 12U, 46U, 13U, 18U, 74U, 75U, 20U, 33U, 2U, 67U,
        8U, 48U, 35U, 25U, 15U, 11U, 5U, 38U, 59U, 85U, 21U, 94U, 4U, 80U, 10U, 14U};
    static constexpr std::uint32_t permutation_1000_front[] = {411U, 49U, 291U, 695U, 678U, 515U, 112U, 606U};
    static constexpr std::uint32_t permutation_1000_back[] = {886U, 377U, 397U, 934U, 226U, 389U, 935U, 655U};
    static constexpr float unit_after_permutation_1000 = 0.5885299F;
};

/// torch.manual_seed(9223372036854775807) before each.
struct seed_9223372036854775807 {
    static constexpr std::uint64_t seed = 9223372036854775807U;
    static constexpr std::uint32_t bits[] = {419326371U, 479346978U, 3918654476U, 2416749639U, 3388880820U, 2260532800U,
        3350089942U, 3309765114U};
    static constexpr float float_unit[] = {0.9937994F, 0.57130635F, 0.57000804F, 0.049503744F, 0.99303746F, 0.73825455F,
        0.68092096F, 0.2773739F};
    static constexpr float float_uneven[] = {0.29751977F, 0.12852255F, 0.12800322F, -0.080198504F, 0.29721498F,
        0.19530182F, 0.17236839F, 0.010949564F, 0.137023F, 0.13671342F, -0.022592187F, -0.05086377F, 0.24115567F,
        -0.08090565F, 0.062396504F, -0.08881354F};
    static constexpr double double_unit[] = {0.9503951604874923, 0.5600645841090078, 0.9442999488455328,
        0.44736803560959904, 0.7404600541885635, 0.5481565019541245, 0.8231137731070367, 0.24793038336181294};
    static constexpr double double_uneven[] = {0.28015806419499695, 0.12402583364360314, 0.27771997953821315,
        0.07894721424383962, 0.19618402167542542, 0.1192626007816498, 0.2292455092428147, -0.0008278466552748221,
        0.060063776159547055, -0.07921320857135083, 0.047911037616936894, 0.050686412303885445, 0.28499936510347124,
        0.003825623234117437, 0.25084922471416393, 0.02255697057478976};
    static constexpr std::uint32_t permutation_1[] = {0U};
    static constexpr std::uint32_t permutation_2[] = {1U, 0U};
    static constexpr std::uint32_t permutation_7[] = {2U, 1U, 3U, 6U, 4U, 5U, 0U};
    static constexpr std::uint32_t permutation_99[] = {90U, 69U, 75U, 42U, 1U, 31U, 52U, 77U, 91U, 5U, 22U, 14U, 58U, 94U,
        64U, 17U, 89U, 40U, 55U, 0U, 62U, 53U, 16U, 28U, 30U, 19U, 66U, 71U, 83U, 29U, 34U, 67U, 59U, 24U, 44U, 47U, 26U,
        56U, 20U, 43U, 81U, 92U, 4U, 54U, 13U, 68U, 70U, 6U, 37U, 98U, 35U, 25U, 27U, 21U, 74U, 88U, 41U, 39U, 80U, 72U,
        46U, 95U, 48U, 11U, 85U, 93U, 3U, 51U, 78U, 10U, 97U, 33U, 60U, 45U, 57U, 73U, 96U, 84U, 18U, 8U, 49U, 50U, 12U,
        61U, 15U, 32U, 2U, 9U, 63U, 36U, 7U, 79U, 76U, 87U, 65U, 23U, 86U, 38U, 82U};
    static constexpr std::uint32_t permutation_1000_front[] = {371U, 805U, 492U, 705U, 784U, 265U, 814U, 793U};
    static constexpr std::uint32_t permutation_1000_back[] = {871U, 261U, 513U, 168U, 890U, 913U, 837U, 642U};
    static constexpr float unit_after_permutation_1000 = 0.3553837F;
};

}  // namespace golden::generator
