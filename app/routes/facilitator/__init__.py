"""The facilitator's desk: design, launch, moderate, shape themes, write proposals."""

from fastapi import APIRouter

from app.routes.facilitator import (
    addresses,
    addresses_draw,
    addresses_steps,
    design,
    design_files,
    dialogues,
    exports,
    exposure,
    invitation_batches,
    invitation_sheets,
    invitations,
    kiosks,
    languages,
    mailings,
    mailings_steps,
    moderation,
    moderation_desk,
    paper,
    paper_entry,
    paper_table,
    participation,
    participation_live,
    people,
    plan,
    population,
    promise,
    proposals,
    reach_out,
    rounds,
    second_looks,
    theme_drafts,
    theme_map,
    theme_parts,
    themes,
    weighing,
)

router = APIRouter()
for noun in (
    design_files,  # before dialogues: "new" is no short name
    dialogues,
    people,
    design,
    languages,
    rounds,
    exports,
    kiosks,
    invitations,
    invitation_batches,
    invitation_sheets,
    addresses,
    addresses_steps,
    addresses_draw,
    mailings,
    mailings_steps,  # after mailings: "new" is no mailing
    population,
    reach_out,
    paper,
    paper_entry,
    paper_table,
    moderation_desk,
    second_looks,  # before moderation, that reads any word at its place as a decision
    moderation,
    theme_map,  # before themes: its addresses are longer
    theme_parts,
    theme_drafts,
    themes,
    proposals,
    weighing,
    exposure,
    plan,
    promise,
    participation_live,
    participation,  # last: any file that no other noun has is looked for here
):
    router.include_router(noun.router)
